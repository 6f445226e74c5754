namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>Turns the exceptions of the language into diagnostics.</summary>
internal static class Mistakes
{
    /// <summary>Whether the definition is to blame for an exception, rather than the generator.</summary>
    public static bool IsDefinitions(Exception exception, object?[] arguments) => exception switch
    {
        ShapeException or ArgumentException or ArithmeticException or IndexOutOfRangeException => true,
        InvalidOperationException => exception.GetType() == typeof(InvalidOperationException),
        NullReferenceException => arguments.Contains(null),
        _ => false,
    };

    /// <summary>The diagnostic at <paramref name="location"/>, with the path of blocks inside which it happened.</summary>
    public static DefinitionException Explain(Exception exception, int location, string? path)
    {
        string where = path is null ? "" : $" (in {path})";
        return exception switch
        {
            ShapeException shape => DefinitionException.At(location, shape.Id, shape.Message + where),
            // A size that is asked for its number while it has none.
            InvalidOperationException => DefinitionException.At(location, "TDSL004", exception.Message.TrimEnd('.') + where),
            IndexOutOfRangeException => DefinitionException.At(location, "TDSL007", "there is no such place" + where),
            NullReferenceException => DefinitionException.At(location, "TDSL007", "an argument is null" + where),
            _ => DefinitionException.At(location, "TDSL007", exception.Message.TrimEnd('.') + where),
        };
    }
}
