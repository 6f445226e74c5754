namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>A whole number that remembers how it was written, so that a message can say <c>Heads 8 × DV 64</c>.</summary>
internal sealed record Written(int Value, string Label)
{
    /// <summary>The number, or the label with it where there is one.</summary>
    public static string AsOperand(object? value) => value switch
    {
        Written w when w.Label.Contains(" × ") => w.Label,
        Written w when w.Label.Contains(' ') => $"({w.Label})",
        Written w => FormattableString.Invariant($"{w.Label} {w.Value}"),
        _ => FormattableString.Invariant($"{value}"),
    };

    /// <summary>The number alone.</summary>
    public static object? Strip(object? value) => value is Written written ? written.Value : value;

    public override string ToString() => FormattableString.Invariant($"{Value}");
}

/// <summary>A tuple's items.</summary>
internal sealed class TupleValue(object?[] items)
{
    public object?[] Items => items;
}

/// <summary>An array's items, row-major, the full name of their type, and how many there are along each dimension.</summary>
internal sealed class ArrayValue(string elementType, object?[] items, int[] lengths)
{
    public string ElementType => elementType;

    public int[] Lengths => lengths;

    public object?[] Items => items;

    /// <summary>The run of a loop's body that made it; null outside loops.</summary>
    public object? Body { get; } = Definition.Current.Body;

    /// <summary>The field that holds it, if one does.</summary>
    public string? Field { get; private set; }

    /// <summary>The array as a field's value, whose elements stay as they are.</summary>
    public ArrayValue Of(string field)
    {
        Field = field;
        foreach (var inner in items.OfType<ArrayValue>())
            inner.Of(field);
        return this;
    }
}

/// <summary>A function value: a lambda, a local function or a method.</summary>
internal sealed class FunctionValue(string name, Func<object?[], object?> invoke)
{
    public string Name => name;

    public object? Invoke(params object?[] arguments) => invoke(arguments);
}
