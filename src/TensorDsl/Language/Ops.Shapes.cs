namespace TensorDsl;

public static partial class Ops
{
    /// <summary>The same elements, row-major, under other axes: <c>Reshape(x, ("B", b), ("T", t), (null, 6))</c>.</summary>
    /// <exception cref="ShapeException">The number of elements differs, a size is not positive, or a name comes twice.</exception>
    public static Tensor Reshape(Tensor x, params (string? Name, Dim Size)[] axes)
    {
        var shape = new Shape(axes.Select(axis => new Axis(axis.Name, axis.Size)));
        foreach (var (name, size) in axes)
        {
            Sizes.Positive("A size of a shape", size);
            if (name is not null && axes.Count(axis => axis.Name == name) > 1)
                throw ShapeException.RepeatedAxis(name, shape);
        }

        return shape.Count == x.Shape.Count ? Primitives.Reshape(x, shape) : throw ShapeException.Reshape(x.Shape, shape.ToString());
    }

    /// <summary>A further axis of size 1 at <paramref name="place"/>; −1 is the last.</summary>
    /// <exception cref="ShapeException">There is no such place.</exception>
    public static Tensor Unsqueeze(Tensor x, int place)
    {
        int index = place < 0 ? x.Shape.Rank + 1 + place : place;
        if (index < 0 || index > x.Shape.Rank)
            throw ShapeException.UnknownAxis(FormattableString.Invariant($"{place}"), x.Shape);
        return Primitives.Reshape(x, new Shape([.. x.Shape.Axes.Take(index), Axis.One, .. x.Shape.Axes.Skip(index)]));
    }

    /// <summary>Leaves out an axis of size 1.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it has another size.</exception>
    public static Tensor Squeeze(Tensor x, AxisRef axis)
    {
        int index = axis.In(x.Shape);
        var shape = new Shape(x.Shape.Axes.Where((_, i) => i != index));
        return x.Shape[index].Size.IsOne ? Primitives.Reshape(x, shape) : throw ShapeException.Reshape(x.Shape, shape.ToString());
    }

    /// <summary>Repeats the only element of an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, of size 1.</param>
    /// <param name="size">Its new size.</param>
    /// <param name="name">Its new name, if any.</param>
    /// <exception cref="ShapeException">There is no such axis, it has another size than 1, or the name is taken.</exception>
    public static Tensor Expand(Tensor x, AxisRef axis, Dim size, string? name = null)
    {
        int index = axis.In(x.Shape);
        Sizes.Positive("The size of an expanded axis", size);
        name ??= x.Shape[index].Name;
        var shape = x.Shape.With(index, new Axis(name, size));
        if (!x.Shape[index].Size.IsOne)
            throw ShapeException.Reshape(x.Shape, shape.ToString());
        if (name is not null && x.Shape.IndexOf(name) is var holder && holder >= 0 && holder != index)
            throw ShapeException.RepeatedAxis(name, x.Shape);
        return Primitives.Expand(Primitives.Reshape(x, x.Shape.With(index, new Axis(name, 1))), shape);
    }
}
