using TensorDsl.Generator.Diagnostics;

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

    /// <summary>The diagnostic at <paramref name="location"/>.</summary>
    public static DefinitionException Explain(Exception exception, int location) => exception switch
    {
        ShapeException shape => new(DiagnosticInfo.At(location, shape.Id, shape.Message) with { Repair = shape.Repair }),
        // A size that is asked for its number while it has none.
        InvalidOperationException => DefinitionException.At(location, "TDSL004", exception.Message.TrimEnd('.')),
        IndexOutOfRangeException => DefinitionException.At(location, "TDSL007", "there is no such place"),
        NullReferenceException => DefinitionException.At(location, "TDSL007", "an argument is null"),
        OverflowException => DefinitionException.At(
            location, "TDSL007", FormattableString.Invariant($"a size, or a product of sizes, is larger than {int.MaxValue}, the largest that there is")),
        _ => DefinitionException.At(location, "TDSL007", WithoutParameter(exception.Message).TrimEnd('.')),
    };

    // The framework appends " (Parameter 'rate')", or a line of its own, which says less than the place of the error.
    private static string WithoutParameter(string message)
    {
        int end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return (end < 0 ? message : message.Substring(0, end)).Split('\r', '\n')[0];
    }
}
