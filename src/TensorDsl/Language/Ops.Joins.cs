namespace TensorDsl;

public static partial class Ops
{
    /// <summary>The parts one after the other along an axis; their other axes are the same.</summary>
    /// <param name="axis">The axis; sizes known at run time only are added then.</param>
    /// <param name="parts">At least one. Each axis has the name that it has in the first part, or else in the first with a name for it.</param>
    /// <exception cref="ShapeException">There is no such axis, or another axis differs.</exception>
    public static Tensor Concat(AxisRef axis, params Tensor[] parts)
    {
        if (parts.Length == 0)
            throw new ArgumentException("There is nothing to concatenate.");
        var first = parts[0].Shape;
        int index = axis.In((parts.FirstOrDefault(part => axis.IsIn(part.Shape)) ?? parts[0]).Shape);
        Offset whole = 0;
        var places = new Placement[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            var shape = parts[i].Shape;
            if (shape.Rank != first.Rank || Enumerable.Range(0, first.Rank).Any(j => j != index && shape[j].Size != first[j].Size))
                throw ShapeException.Mismatch("The concatenation", first, shape, $"all axes but {first[index]} must be the same");
            places[i] = new Placement(whole, 1);
            whole += shape[index].Size;
        }

        if (parts.Length == 1)
            return parts[0];
        var named = Named(parts);
        return Primitives.Join(index, new Axis(named[index].Name, whole.ToDim()), places, [Primitives.Reshape(parts[0], named), .. parts.Skip(1)]);
    }

    // The first part's shape, its axes without a name called as in the others.
    private static Shape Named(Tensor[] parts)
    {
        var shape = parts[0].Shape;
        for (int i = 0; i < shape.Rank; i++)
        {
            string? name = parts.Select(part => part.Shape[i].Name).FirstOrDefault(name => name is not null && shape.IndexOf(name) < 0);
            if (shape[i].Name is null && name is not null)
                shape = shape.With(i, new Axis(name, shape[i].Size));
        }

        return shape;
    }

    /// <summary>Tensors of one shape side by side along a new axis at <paramref name="place"/>; −1 is the last.</summary>
    /// <exception cref="ShapeException">The shapes differ, or there is no such place.</exception>
    public static Tensor Stack(int place, params Tensor[] parts) => Concat(place, [.. parts.Select(part => Unsqueeze(part, place))]);

    /// <summary>The axis made longer at both ends by elements of one value.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; it keeps its name.</param>
    /// <param name="before">How many elements come before; at least 0.</param>
    /// <param name="after">How many elements come after; at least 0.</param>
    /// <param name="value">Their value.</param>
    /// <exception cref="ShapeException">There is no such axis, or it would get smaller.</exception>
    public static Tensor Pad(Tensor x, AxisRef axis, int before, int after, double value = 0)
    {
        int index = axis.In(x.Shape);
        var (name, size) = x.Shape[index];
        if (before < 0 || after < 0)
            throw ShapeException.NotPositive("The size of a padding", Math.Min(before, after));
        if (before == 0 && after == 0)
            return x;
        var whole = new Axis(name, size + checked(before + after));
        var padded = Primitives.Join(index, whole, [new Placement(before, 1)], [x]);
        if (value == 0)
            return padded;
        var places = Places(padded.Shape, index);
        return Where((places >= before) * (places < Primitives.Size(size + before)), padded, value);
    }

    /// <summary>
    /// The elements of an axis moved on by so many places: y[i] = x[i − by], and <paramref name="value"/> where there is no
    /// such element. The size, which stays, may be known at run time only.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Shift(Tensor x, AxisRef axis, int by, double value = 0)
    {
        int index = axis.In(x.Shape);
        if (by == 0)
            return x;
        var moved = Primitives.Join(index, x.Shape[index], [new Placement(by, 1, IsClipped: true)], [x]);
        if (value == 0)
            return moved;
        var places = Places(x.Shape, index);
        return by > 0 ? Where(places >= by, moved, value) : Where(places < Primitives.Size(x.Shape[index].Size) + by, moved, value);
    }

    /// <summary>The elements of an axis moved on by so many places; what leaves at one end comes back at the other.</summary>
    /// <exception cref="ShapeException">There is no such axis, or its size is known at run time only.</exception>
    public static Tensor Roll(Tensor x, AxisRef axis, int by)
    {
        int index = axis.In(x.Shape);
        int size = Sizes.Constant("The size of a rolled axis", x.Shape[index].Size);
        int first = ((by % size) + size) % size;
        return first == 0
            ? x
            : Concat(index, Slice(x, index, size - first, first), Slice(x, index, 0, size - first));
    }

    // 0, 1, 2 … along one axis of a shape.
    private static Tensor Places(Shape shape, int axis) =>
        shape.Axes.Skip(axis + 1).Aggregate(Primitives.Index(new Axis(null, shape[axis].Size)), (places, _) => Append(places));
}
