using System.Diagnostics;

namespace TensorDsl;

// Run eagerly, a tensor holds its numbers, row-major, and the tape: which tensors it was computed from, and how its
// gradient flows back to them.
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tensor
{
    private static long _created;
    private readonly double[] _values;

    internal Tensor(Shape shape, double[] values) : this(shape, values, [], (_, _) => { })
    {
    }

    internal Tensor(Shape shape, double[] values, Tensor[] inputs, Backward backward)
    {
        if (shape.Count.Value != values.Length)
            throw new ArgumentException($"{shape} has {shape.Count} elements, but {values.Length} values are given.");
        Shape = shape;
        _values = values;
        Inputs = inputs;
        Backward = backward;
        Number = Interlocked.Increment(ref _created);
    }

    /// <summary>The elements, row-major.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>The only element.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public double Item => _values.Length == 1
        ? _values[0]
        : throw new InvalidOperationException($"A tensor of shape {Shape} is not a single number.");

    internal double[] Data => _values;

    internal Tensor[] Inputs { get; }

    internal Backward Backward { get; }

    /// <summary>The full name, if the tensor is a parameter.</summary>
    internal string? Parameter { get; init; }

    /// <summary>Later tensors have larger numbers, so the numbers order the tape.</summary>
    internal long Number { get; }

    /// <summary>A tensor of given numbers, row-major.</summary>
    /// <exception cref="ArgumentException">There are more or fewer numbers than elements.</exception>
    public static Tensor Of(double[] values, params (string? Name, int Size)[] axes)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new Tensor(new Shape(axes.Select(axis => new Axis(axis.Name, axis.Size))), [.. values]);
    }

    /// <summary>The shape and the first elements.</summary>
    public override string ToString()
    {
        var first = _values.Take(8).Select(value => FormattableString.Invariant($"{value:G6}"));
        return $"{Shape} {string.Join(" ", first)}{(_values.Length > 8 ? " …" : "")}";
    }
}

/// <summary>Adds to the gradients of a tensor's inputs what comes from its own.</summary>
internal delegate void Backward(double[] gradient, double[][] inputs);
