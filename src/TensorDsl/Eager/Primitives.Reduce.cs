namespace TensorDsl;

internal static partial class Primitives
{
    public static Tensor Reduce(Reduction r, Tensor x, params int[] axes)
    {
        var shape = new Shape(x.Shape.Axes.Select((axis, i) => axes.Contains(i) ? Axis.One : axis));
        int[] sizes = Strides.Sizes(x.Shape);
        int[] kept = Strides.RowMajor(shape);
        int[][] strides = [[.. kept.Select((stride, i) => axes.Contains(i) ? 0 : stride)], Strides.RowMajor(x.Shape)];
        return r == Reduction.Sum ? Sum(x, shape, sizes, strides) : Maximum(x, shape, sizes, strides);
    }

    private static Tensor Sum(Tensor x, Shape shape, int[] sizes, int[][] strides)
    {
        double[] values = new double[shape.Count.Value];
        Strides.Walk(sizes, strides, at => values[at[0]] += x.Data[at[1]]);
        return new Tensor(shape, values, [x], (gradient, gradients) =>
            Strides.Walk(sizes, strides, at => gradients[0][at[1]] += gradient[at[0]]));
    }

    private static Tensor Maximum(Tensor x, Shape shape, int[] sizes, int[][] strides)
    {
        double[] values = new double[shape.Count.Value];
        Array.Fill(values, double.NegativeInfinity);
        Strides.Walk(sizes, strides, at => values[at[0]] = Math.Max(values[at[0]], x.Data[at[1]]));
        return new Tensor(shape, values, [x], (gradient, gradients) =>
        {
            int[] ties = new int[values.Length];
            Strides.Walk(sizes, strides, at => ties[at[0]] += x.Data[at[1]] == values[at[0]] ? 1 : 0);
            Strides.Walk(sizes, strides, at =>
            {
                if (x.Data[at[1]] == values[at[0]])
                    gradients[0][at[1]] += gradient[at[0]] / ties[at[0]];
            });
        });
    }
}
