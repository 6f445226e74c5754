namespace TensorDsl;

/// <summary>The axes of a tensor, outermost first.</summary>
public sealed class Shape : IEquatable<Shape>
{
    private readonly Axis[] _axes;

    /// <summary>A shape of the given axes.</summary>
    public Shape(params Axis[] axes) => _axes = axes ?? throw new ArgumentNullException(nameof(axes));

    /// <summary>A shape of the given axes.</summary>
    public Shape(IEnumerable<Axis> axes) : this(axes.ToArray())
    {
    }

    /// <summary>The shape of a single number.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The axes, outermost first.</summary>
    public IReadOnlyList<Axis> Axes => _axes;

    /// <summary>The number of axes.</summary>
    public int Rank => _axes.Length;

    /// <summary>The number of elements.</summary>
    public Dim Count => _axes.Aggregate((Dim)1, (product, axis) => product.IsOne ? axis.Size : product * axis.Size);

    /// <summary>The axis of that name, or at that place; −1 is the last.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Axis this[AxisRef axis] => _axes[axis.In(this)];

    /// <summary>The place of the axis of that name, or −1.</summary>
    public int IndexOf(string name) => Array.FindIndex(_axes, axis => axis.Name == name);

    /// <summary>The same shape with one axis replaced.</summary>
    public Shape With(int index, Axis axis) => new(_axes.Select((a, i) => i == index ? axis : a));

    /// <summary>The same shape with one axis replaced by two.</summary>
    internal Shape Split(int index, Axis outer, Axis inner) =>
        new(_axes.SelectMany((a, i) => i == index ? [outer, inner] : new[] { a }));

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _axes.SequenceEqual(other._axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _axes.Aggregate(17, (hash, axis) => unchecked((hash * 31) + axis.GetHashCode()));

    /// <summary><c>(B, T, DModel = 128)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", _axes)})";
}
