namespace TensorDsl;

public static partial class Ops
{
    /// <summary>The sum of all elements: a single number.</summary>
    public static Tensor Sum(Tensor x) => Primitives.Reshape(SumAll(x), Shape.Scalar);

    /// <summary>The sum along an axis, which then is left out, or is of size 1 if <paramref name="keep"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Sum(Tensor x, AxisRef axis, bool keep = false) => Reduce(Reduction.Sum, x, axis, keep);

    /// <summary>The mean of all elements: a single number.</summary>
    public static Tensor Mean(Tensor x) => Sum(x) / Primitives.Size(x.Shape.Count);

    /// <summary>The mean along an axis, which then is left out, or is of size 1 if <paramref name="keep"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Mean(Tensor x, AxisRef axis, bool keep = false) =>
        Sum(x, axis, keep) / Primitives.Size(x.Shape[axis.In(x.Shape)].Size);

    /// <summary>
    /// The largest element along an axis, which then is left out, or is of size 1 if <paramref name="keep"/>. Equal
    /// largest elements share the gradient evenly.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Max(Tensor x, AxisRef axis, bool keep = false) => Reduce(Reduction.Maximum, x, axis, keep);

    /// <summary>
    /// The smallest element along an axis, which then is left out, or is of size 1 if <paramref name="keep"/>. Equal
    /// smallest elements share the gradient evenly.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Min(Tensor x, AxisRef axis, bool keep = false) => -Max(-x, axis, keep);

    /// <summary>
    /// The mean squared distance from the mean along an axis (divided by the size, not by one less), which then is left
    /// out, or is of size 1 if <paramref name="keep"/>.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Variance(Tensor x, AxisRef axis, bool keep = false)
    {
        var deviation = x - Mean(x, axis, keep: true);
        return Mean(deviation * deviation, axis, keep);
    }

    private static Tensor SumAll(Tensor x) =>
        x.Shape.Rank == 0 ? x : Primitives.Reduce(Reduction.Sum, x, [.. Enumerable.Range(0, x.Shape.Rank)]);

    private static Tensor Reduce(Reduction reduction, Tensor x, AxisRef axis, bool keep)
    {
        int index = axis.In(x.Shape);
        var reduced = Primitives.Reduce(reduction, x, index);
        return keep ? reduced : Primitives.Reshape(reduced, new Shape(x.Shape.Axes.Where((_, i) => i != index)));
    }
}
