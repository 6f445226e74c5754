using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Operations;

public class ReductionValueTests
{
    private static readonly Tensor X = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 5));

    [Fact]
    public void A_reduction_runs_along_its_axis_and_leaves_it_out_or_keeps_it_with_size_1()
    {
        double[] Along(Func<IEnumerable<double>, double> reduce) =>
            [.. Enumerable.Range(0, 2 * 5).Select(i => reduce(Enumerable.Range(0, 3).Select(t => X.Values[(i / 5 * 15) + (t * 5) + (i % 5)])))];

        Numbers.Close(Along(v => v.Sum()), Sum(X, "T").Values);
        Numbers.Close(Along(v => v.Average()), Mean(X, 1).Values);
        Numbers.Close(Along(v => v.Max()), Max(X, -2).Values);
        Numbers.Close(Along(v => v.Select(x => Math.Pow(x - v.Average(), 2)).Average()), Variance(X, "T").Values);
        Numbers.Close(Along(v => Math.Log(v.Sum(Math.Exp))), LogSumExp(X, "T").Values);
        Assert.Equal("(B = 2, 5)", Sum(X, "T").Shape.ToString());
        Assert.Equal("(B = 2, 1, 5)", Max(X, "T", keep: true).Shape.ToString());
        Assert.Equal("(B = 2, T = 3, 1)", Mean(X, -1, keep: true).Shape.ToString());
    }

    [Fact]
    public void Without_an_axis_everything_becomes_one_number()
    {
        Numbers.Close(X.Values.Sum(), Sum(X).Item);
        Numbers.Close(X.Values.Average(), Mean(X).Item);
        Assert.Equal(Shape.Scalar, Sum(X).Shape);
        Numbers.Close(3, Sum((Tensor)3).Item);
    }

    [Fact]
    public void Softmax_gives_weights_that_sum_to_one()
    {
        var weights = Softmax(X, "T");
        Numbers.Close([.. Enumerable.Repeat(1.0, 10)], Sum(weights, "T").Values);
        Numbers.Close(Math.Exp(X.Values[0]) / (Math.Exp(X.Values[0]) + Math.Exp(X.Values[5]) + Math.Exp(X.Values[10])), weights.Values[0]);
        Assert.Equal(X.Shape, weights.Shape);
    }

    [Fact]
    public void Softmax_neither_overflows_nor_minds_minus_infinity()
    {
        var x = Tensor.Of([1000, 1000, double.NegativeInfinity], (null, 3));
        Assert.Equal([0.5, 0.5, 0], Softmax(x).Values);
        Numbers.Close(1000 + Math.Log(2), LogSumExp(x).Item);
        Assert.Equal(double.NegativeInfinity, LogSoftmax(x).Values[2]);
        Numbers.Close([-2000.0, 0], LogSoftmax(Tensor.Of([-1000, 1000], (null, 2))).Values);
    }

    [Fact]
    public void The_cross_entropy_is_the_mean_surprise_at_the_targets()
    {
        var logits = Numbers.Tensor("logits", ("B", 2), ("T", 3), (null, 4));
        var targets = Tokens.Of([3, 0, 1, 2, 2, 0], ("B", 2), ("T", 3));
        double expected = Enumerable.Range(0, 6).Average(i =>
        {
            var row = logits.Values.Skip(4 * i).Take(4).ToArray();
            return -Math.Log(Math.Exp(row[targets.Values[i]]) / row.Sum(Math.Exp));
        });
        Numbers.Close(expected, CrossEntropy(logits, targets).Item);
    }
}
