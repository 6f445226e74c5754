namespace TensorDsl;

public static partial class Ops
{
    /// <summary>The parts one after the other along an axis; their other axes are the same.</summary>
    /// <param name="axis">The axis, of constant size in every part; it keeps the first part's name.</param>
    /// <param name="parts">At least one.</param>
    /// <exception cref="ShapeException">There is no such axis, its size is known at run time only, or another axis differs.</exception>
    public static Tensor Concat(AxisRef axis, params Tensor[] parts)
    {
        if (parts.Length == 0)
            throw new ArgumentException("There is nothing to concatenate.");
        var first = parts[0].Shape;
        int index = axis.In(first), whole = 0;
        var places = new Placement[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            var shape = parts[i].Shape;
            if (shape.Rank != first.Rank || Enumerable.Range(0, first.Rank).Any(j => j != index && shape[j].Size != first[j].Size))
                throw ShapeException.Mismatch("The concatenation", first, shape, $"all axes but {first[index]} must be the same");
            places[i] = new Placement(whole, 1);
            whole = checked(whole + Sizes.Constant("The size of a concatenated axis", shape[index].Size));
        }

        return parts.Length == 1 ? parts[0] : Primitives.Join(index, new Axis(first[index].Name, whole), places, parts);
    }

    /// <summary>Tensors of one shape side by side along a new axis at <paramref name="place"/>; −1 is the last.</summary>
    /// <exception cref="ShapeException">The shapes differ, or there is no such place.</exception>
    public static Tensor Stack(int place, params Tensor[] parts) => Concat(place, [.. parts.Select(part => Unsqueeze(part, place))]);

    /// <summary>The axis made longer at both ends by elements of one value.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, of constant size.</param>
    /// <param name="before">How many elements come before; at least 0.</param>
    /// <param name="after">How many elements come after; at least 0.</param>
    /// <param name="value">Their value.</param>
    /// <exception cref="ShapeException">There is no such axis, or its size is known at run time only, or would get smaller.</exception>
    public static Tensor Pad(Tensor x, AxisRef axis, int before, int after, double value = 0)
    {
        int index = axis.In(x.Shape);
        var (name, size) = (x.Shape[index].Name, Sizes.Constant("The size of a padded axis", x.Shape[index].Size));
        if (before < 0 || after < 0)
            throw ShapeException.NotPositive("The size of a padding", Math.Min(before, after));
        if (before == 0 && after == 0)
            return x;
        var whole = new Axis(name, checked(before + size + after));
        var padded = Primitives.Join(index, whole, [new Placement(before, 1)], [x]);
        if (value == 0)
            return padded;
        var places = Primitives.Index(new Axis(null, whole.Size));
        for (int i = index + 1; i < x.Shape.Rank; i++)
            places = Append(places);
        return Where((places >= before) * (places < before + size), padded, value);
    }

    /// <summary>
    /// The elements of an axis moved on by so many places: y[i] = x[i − by], 0 where there is no such element. The size
    /// may be known at run time only.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Shift(Tensor x, AxisRef axis, int by)
    {
        int index = axis.In(x.Shape);
        return by == 0 ? x : Primitives.Join(index, x.Shape[index], [new Placement(by, 1, IsClipped: true)], [x]);
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
}
