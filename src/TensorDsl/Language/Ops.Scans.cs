namespace TensorDsl;

public static partial class Ops
{
    /// <summary>The sum of each element of an axis and all before it, as a product with a triangle of ones.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor CumulativeSum(Tensor x, AxisRef axis)
    {
        int index = axis.In(x.Shape), sum = x.Shape.Rank;
        var places = Primitives.Index(new Axis(null, x.Shape[index].Size));
        var triangle = Append(places) <= places;
        int[] from = [.. Enumerable.Range(0, sum)];
        int[] to = [.. from.Select(letter => letter == index ? sum : letter)];
        return Primitives.Contract(
            ContractionSpec.FromLetters(from, [index, sum], to, [.. x.Shape.Axes, x.Shape[index]]), x, triangle);
    }

    /// <summary>
    /// The place of the largest element along an axis, the first of equal ones, as a number; the axis then is left out,
    /// or is of size 1 if <paramref name="keep"/>. No gradient passes.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor ArgMax(Tensor x, AxisRef axis, bool keep = false)
    {
        int index = axis.In(x.Shape);
        var places = Primitives.Index(new Axis(null, x.Shape[index].Size));
        for (int i = index + 1; i < x.Shape.Rank; i++)
            places = Append(places);
        var fixedX = StopGradient(x);
        return Min(Where(Equal(fixedX, Max(fixedX, index, keep: true)), places, double.PositiveInfinity), index, keep);
    }
}
