namespace TensorDsl;

// The reductions over several axes at once, which then are left out, or are of size 1 if kept: Sum(x, ["B", "T"]).
public static partial class Ops
{
    /// <summary>The sum over several axes, which then are left out, or are of size 1 if <paramref name="keep"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Sum(Tensor x, AxisRef[] axes, bool keep = false) => Reduce(Reduction.Sum, x, axes, keep);

    /// <summary>The mean over several axes, which then are left out, or are of size 1 if <paramref name="keep"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Mean(Tensor x, AxisRef[] axes, bool keep = false)
    {
        var count = new Shape(Places(x, axes).Select(i => x.Shape[i])).Count;
        return Sum(x, axes, keep) / Primitives.Size(count);
    }

    /// <summary>The largest element over several axes, which then are left out, or are of size 1 if <paramref name="keep"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Max(Tensor x, AxisRef[] axes, bool keep = false) => Reduce(Reduction.Maximum, x, axes, keep);

    /// <summary>The smallest element over several axes, which then are left out, or are of size 1 if <paramref name="keep"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Min(Tensor x, AxisRef[] axes, bool keep = false) => -Max(-x, axes, keep);

    /// <summary>
    /// The mean squared distance from the mean over several axes, which then are left out, or are of size 1 if
    /// <paramref name="keep"/>.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Variance(Tensor x, AxisRef[] axes, bool keep = false)
    {
        var deviation = x - Mean(x, axes, keep: true);
        return Mean(deviation * deviation, axes, keep);
    }

    private static int[] Places(Tensor x, AxisRef[] axes) => [.. axes.Select(axis => axis.In(x.Shape)).Distinct()];

    private static Tensor Reduce(Reduction reduction, Tensor x, AxisRef[] axes, bool keep)
    {
        int[] places = Places(x, axes);
        var reduced = places.Length == 0 ? x : Primitives.Reduce(reduction, x, places);
        return keep ? reduced : Primitives.Reshape(reduced, new Shape(x.Shape.Axes.Where((_, i) => !places.Contains(i))));
    }
}
