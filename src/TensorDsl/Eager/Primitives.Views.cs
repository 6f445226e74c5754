namespace TensorDsl;

// Tensors whose elements are those of another, in another place.
internal static partial class Primitives
{
    public static Tensor Reshape(Tensor x, Shape shape) => Moved(x, shape, i => i);

    /// <summary>Stretches axes of size 1 to those of a shape.</summary>
    public static Tensor Expand(Tensor x, Shape shape) => Seen(x, shape, 0, Strides.Broadcast(x.Shape, shape));

    public static Tensor Transpose(Tensor x, params int[] order)
    {
        var shape = new Shape(order.Select(axis => x.Shape[axis]));
        int[] from = Strides.RowMajor(x.Shape);
        int[] source = new int[x.Data.Length];
        Strides.Walk(Strides.Sizes(shape), [Strides.RowMajor(shape), [.. order.Select(axis => from[axis])]],
            at => source[at[0]] = at[1]);
        return Moved(x, shape, i => source[i]);
    }

    /// <summary>The elements of an axis that lie at a placement, as many as <paramref name="part"/> has, which replaces it.</summary>
    public static Tensor Slice(Tensor x, int axis, Axis part, Placement at)
    {
        int[] strides = Strides.RowMajor(x.Shape);
        int start = at.Start.Value * strides[axis];
        strides[axis] *= at.Step;
        return Seen(x, x.Shape.With(axis, part), start, strides);
    }

    /// <summary>
    /// Windows of an axis, a step apart: the axis becomes two, <paramref name="count"/> windows of
    /// <paramref name="size"/> elements.
    /// </summary>
    public static Tensor Windows(Tensor x, int axis, Axis count, Axis size, int step)
    {
        int[] strides = Strides.RowMajor(x.Shape);
        return Seen(x, x.Shape.Split(axis, count, size), 0,
            [.. strides.Take(axis), step * strides[axis], strides[axis], .. strides.Skip(axis + 1)]);
    }

    // The elements from a start on, so far apart along each axis.
    private static Tensor Seen(Tensor x, Shape shape, int start, int[] strides)
    {
        int[] source = new int[shape.Count.Value];
        Strides.Walk(Strides.Sizes(shape), [Strides.RowMajor(shape), strides], at => source[at[0]] = start + at[1]);
        return Moved(x, shape, i => source[i]);
    }

    public static Tensor Gather(Tensor table, Tokens tokens)
    {
        int rows = table.Shape[0].Size.Value;
        if (tokens.Values.Any(token => token >= rows))
            throw new ArgumentOutOfRangeException(nameof(tokens), $"A token is beyond the table {table.Shape}.");
        int row = table.Data.Length / rows;
        var shape = new Shape(tokens.Shape.Axes.Concat(table.Shape.Axes.Skip(1)));
        return Moved(table, shape, i => (tokens.Values[i / row] * row) + (i % row));
    }

    private static Tensor Moved(Tensor x, Shape shape, Func<int, int> source)
    {
        double[] values = [.. Enumerable.Range(0, shape.Count.Value).Select(i => x.Data[source(i)])];
        return new Tensor(shape, values, [x], (gradient, gradients) =>
        {
            for (int i = 0; i < gradient.Length; i++)
                gradients[0][source(i)] += gradient[i];
        });
    }
}
