namespace TensorDsl;

// Run eagerly, tokens hold their numbers, row-major.
public sealed partial class Tokens
{
    private readonly int[] _values;

    internal Tokens(Shape shape, int[] values)
    {
        Shape = shape;
        _values = values;
    }

    /// <summary>The numbers, row-major.</summary>
    public IReadOnlyList<int> Values => _values;

    /// <summary>Given tokens: <c>Tokens.Of(text, ("B", 2), ("T", 8))</c>.</summary>
    /// <exception cref="ArgumentException">There are more or fewer numbers than elements, or a negative one.</exception>
    public static Tokens Of(int[] values, params (string? Name, int Size)[] axes)
    {
        ArgumentNullException.ThrowIfNull(values);
        var shape = new Shape(axes.Select(axis => new Axis(axis.Name, axis.Size)));
        if (shape.Count.Value != values.Length)
            throw new ArgumentException($"{shape} has {shape.Count} elements, but {values.Length} tokens are given.");
        if (values.Any(value => value < 0))
            throw new ArgumentException("A token is negative.");
        return new Tokens(shape, [.. values]);
    }
}
