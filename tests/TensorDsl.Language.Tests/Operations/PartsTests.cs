using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Operations;

public class PartsTests
{
    private static readonly Tensor X = Tensor.Of([.. Enumerable.Range(0, 8).Select(i => (double)i)], ("R", 2), ("C", 4));

    [Fact]
    public void A_slice_takes_elements_in_steps_from_a_start()
    {
        Assert.Equal([1.0, 2, 5, 6], Slice(X, "C", 1, 2).Values);
        Assert.Equal("(R = 2, C = 2)", Slice(X, "C", 1, 2).Shape.ToString());
        Assert.Equal([1.0, 3, 5, 7], Slice(X, "C", 1, 2, 2).Values);
        Assert.Equal([3.0, 1, 7, 5], Slice(X, "C", -1, 2, -2).Values);
        Assert.Equal([4.0, 5, 6, 7], At(X, "R", -1).Values);
        Assert.Equal("(C = 4)", At(X, "R", 1).Shape.ToString());
    }

    [Fact]
    public void Parts_are_put_together_again()
    {
        var (left, right) = Split(X, "C", 1, 3);
        Assert.Equal([0.0, 4], left.Values);
        Assert.Equal(X.Values, Concat("C", left, right).Values);
        Assert.Equal(X.Shape, Concat("C", left, right).Shape);
        Assert.Equal(X.Values, Stack(0, At(X, 0, 0), At(X, 0, 1)).Values);
        Assert.Equal([0.0, 4, 1, 5, 2, 6, 3, 7], Stack(-1, At(X, 0, 0), At(X, 0, 1)).Values);
        Assert.Equal(4, Split(X, 1, 1, 1, 1, 1).Length);
        var (a, b, c, d) = Split(X, 1, 1, 1, 1, 1);
        Assert.Equal([0.0, 4, 1, 5, 2, 6, 3, 7], [.. a.Values, .. b.Values, .. c.Values, .. d.Values]);
        Assert.Throws<ArgumentException>(() =>
        {
            var (one, two) = Split(X, 1, 1, 1, 2);
            return one + two;
        });
    }

    [Fact]
    public void Elements_move_along_their_axis()
    {
        Assert.Equal([3.0, 2, 1, 0, 7, 6, 5, 4], Flip(X, "C").Values);
        Assert.Equal([3.0, 0, 1, 2, 7, 4, 5, 6], Roll(X, "C", 1).Values);
        Assert.Equal([1.0, 2, 3, 0, 5, 6, 7, 4], Roll(X, "C", -5).Values);
        Assert.Equal([0.0, 0, 0, 1, 0, 0, 4, 5], Shift(X, "C", 2).Values);
        Assert.Equal([4.0, 5, 6, 7, 0, 0, 0, 0], Shift(X, 0, -1).Values);
        Assert.Equal(new double[8], Shift(X, 0, 5).Values);
        Assert.Equal([9.0, 0, 1, 2, 3, 9, 4, 5, 6, 7], Pad(X, "C", 1, 0, 9).Values);
        Assert.Equal([.. X.Values, 0, 0, 0, 0], Pad(X, "R", 0, 1).Values);
    }

    [Fact]
    public void Windows_overlap()
    {
        var windows = Windows(X, "C", 2, 1, "K");
        Assert.Equal("(R = 2, C = 3, K = 2)", windows.Shape.ToString());
        Assert.Equal([0.0, 1, 1, 2, 2, 3, 4, 5, 5, 6, 6, 7], windows.Values);
        Assert.Equal([0.0, 1, 2, 4, 5, 6], Windows(X, 1, 3, 2).Values);
        Assert.Equal([1.0, 3, 5, 7], MaxPool(X, 1, 2, 2).Values);
        Assert.Equal([0.5, 2.5, 4.5, 6.5], MeanPool(X, 1, 2, 2).Values);
    }

    [Fact]
    public void A_convolution_is_the_sum_over_its_window()
    {
        var weight = Tensor.Of([1, 10], (null, 2), (null, 1), (null, 1));
        var x = Unsqueeze(X, -1);
        Assert.Equal([10.0, 21, 32, 54, 65, 76], Convolution1D(x, weight).Values);
        Assert.Equal([0.0, 10, 21, 32, 40, 54, 65, 76], CausalConvolution(x, weight).Values);
        Assert.Equal([0.0, 21, 3, 40, 65, 7], Convolution1D(x, weight, 2, 1).Values);
        var image = Reshape(weight, (null, 2), (null, 1), (null, 1), (null, 1));
        Assert.Equal([40.0, 51, 62, 73], Convolution2D(x, image).Values);
    }

    [Fact]
    public void Sums_run_on_and_places_of_maxima_are_the_first()
    {
        Assert.Equal([0.0, 1, 3, 6, 4, 9, 15, 22], CumulativeSum(X, "C").Values);
        Assert.Equal([0.0, 1, 2, 3, 4, 6, 8, 10], CumulativeSum(X, "R").Values);
        Assert.Equal(X.Shape, CumulativeSum(X, "R").Shape);
        Assert.Equal([1.0, 0], ArgMax(Tensor.Of([1, 5, 5, 2, 2, 2], ("R", 2), (null, 3)), -1).Values);
        Assert.Equal([1.0, 1, 1, 1], ArgMax(X, 0, keep: true).Values);
        Assert.Equal("(1, C = 4)", ArgMax(X, 0, keep: true).Shape.ToString());
    }

    [Fact]
    public void A_contraction_by_names_pairs_axes_and_sums_some()
    {
        var y = Tensor.Of([1, 2, 3, 4, 5, 6, 7, 8], ("C", 4), (null, 2));
        Assert.Equal(Einsum("r c, c k -> r k", X, y).Values, Contract(X, y, "C").Values);
        Assert.Equal("(R = 2, 2)", Contract(X, y, "C").Shape.ToString());
        Assert.Equal(Einsum("r c, c k -> r c k", X, y).Values, Contract(X, y).Values);
    }

    [Fact]
    public void Reductions_take_several_axes()
    {
        Assert.Equal(28, Sum(X, ["R", "C"]).Item);
        Assert.Equal(3.5, Mean(X, ["R", "C"]).Item);
        Assert.Equal(7, Max(X, ["R", "C"]).Item);
        Assert.Equal("(1, 1)", Min(X, ["R", "C"], keep: true).Shape.ToString());
        Assert.Equal(5.25, Variance(X, ["R", "C"]).Item);
    }

    [Fact]
    public void Powers_and_clamps()
    {
        Assert.Equal([0.0, 1, 128, 2187], Slice(Power(X, 7), 1, 0, 4).Values.Take(4));
        Assert.Equal([2.0, 2, 2, 3, 4, 5, 5, 5], Clamp(X, 2, 5).Values);
        Numbers.Close(Math.Log(1 + Math.E), Softplus(1).Item);
        Assert.Equal(1000, Softplus(1000).Item);
        Assert.Equal(-1000, LogSigmoid(-1000).Item);
    }
}
