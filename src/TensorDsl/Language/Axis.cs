namespace TensorDsl;

/// <summary>One axis of a tensor.</summary>
/// <param name="Name">Its name, such as <c>T</c>, or null for one known by its place alone.</param>
/// <param name="Size">Its size.</param>
public readonly record struct Axis(string? Name, Dim Size)
{
    /// <summary>The axis that a single index spans; it broadcasts.</summary>
    public static Axis One => new(null, 1);

    /// <summary><c>B</c>, <c>T = 64</c> or <c>DModel = 500</c>.</summary>
    public override string ToString() => Name is null || Name == Size.ToString() ? Size.ToString() : $"{Name} = {Size}";
}

/// <summary>Names one axis of a tensor: by name, or by place, from the end when negative.</summary>
public readonly record struct AxisRef
{
    private readonly string? _name;
    private readonly int _place;

    private AxisRef(string? name, int place)
    {
        _name = name;
        _place = place;
    }

    /// <summary>The axis of that name.</summary>
    public static implicit operator AxisRef(string name) => new(name, 0);

    /// <summary>The axis at that place; −1 is the last.</summary>
    public static implicit operator AxisRef(int place) => new(null, place);

    /// <summary>The axis of that name.</summary>
    public static AxisRef FromString(string name) => name;

    /// <summary>The axis at that place; −1 is the last.</summary>
    public static AxisRef FromInt32(int place) => place;

    /// <summary>The axis's place in <paramref name="shape"/>.</summary>
    /// <exception cref="ShapeException">The shape has no such axis.</exception>
    public int In(Shape shape)
    {
        if (shape is null)
            throw new ArgumentNullException(nameof(shape));
        int index = _name is null ? (_place < 0 ? shape.Rank + _place : _place) : shape.IndexOf(_name);
        return index >= 0 && index < shape.Rank ? index : throw ShapeException.UnknownAxis(ToString(), shape);
    }

    // Whether the shape has such an axis.
    internal bool IsIn(Shape shape) => _name is null ? (_place < 0 ? -_place <= shape.Rank : _place < shape.Rank) : shape.IndexOf(_name) >= 0;

    /// <inheritdoc/>
    public override string ToString() => _name ?? FormattableString.Invariant($"{_place}");
}
