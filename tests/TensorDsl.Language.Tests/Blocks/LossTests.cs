using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

public class LossTests
{
    private static readonly Tensor Logits = Numbers.Tensor("logits", ("B", 2), ("T", 3), (null, 5));
    private static readonly Tokens Targets = Tokens.Of([4, 0, 2, 0, 1, 3], ("B", 2), ("T", 3));

    [Fact]
    public void Smoothed_cross_entropy_is_that_of_smoothed_targets()
    {
        double Smoothed(int i) => -Enumerable.Range(0, 5).Sum(c => ((c == Targets.Values[i] ? 0.8 : 0) + 0.04) * LogSoftmax(i, c));
        Numbers.Close(Enumerable.Range(0, 6).Average(Smoothed), CrossEntropy(Logits, Targets, smoothing: 0.2).Item);
        Numbers.Close(CrossEntropy(Logits, Targets).Item, CrossEntropy(Logits, Targets, smoothing: 0).Item);
    }

    [Fact]
    public void Ignored_targets_do_not_count()
    {
        int[] kept = [0, 2, 4, 5];
        Numbers.Close(kept.Average(i => -LogSoftmax(i, Targets.Values[i])), CrossEntropy(Logits, Targets, 0, ignore: 0).Item);
        Assert.Equal(0, CrossEntropy(Logits, Tokens.Of(new int[6], ("B", 2), ("T", 3)), 0.1, ignore: 0).Item);
    }

    [Fact]
    public void Weights_say_how_much_positions_count()
    {
        double[] weights = [0, 2, 0.5, 1, 0, 0];
        double expected = weights.Select((w, i) => -w * LogSoftmax(i, Targets.Values[i])).Sum() / 3.5;
        Numbers.Close(expected, CrossEntropy(Logits, Targets, Tensor.Of(weights, ("B", 2), ("T", 3))).Item);
        double[] rows = [0.5, 1.5];
        expected = Enumerable.Range(0, 6).Sum(i => -rows[i / 3] * LogSoftmax(i, Targets.Values[i])) / 6;
        Numbers.Close(expected, CrossEntropy(Logits, Targets, Tensor.Of(rows, ("B", 2))).Item);
        Assert.Equal("TDSL010", Assert.Throws<ShapeException>(() => CrossEntropy(Logits, Targets, Tensor.Of([1, 1], ("S", 2)))).Id);
    }

    [Fact]
    public void Mean_squared_error_is_over_all_elements() => Numbers.Close(
        Logits.Values.Average(x => Math.Pow(x - 0.5, 2)), MeanSquaredError(Logits, 0.5).Item);

    [Fact]
    public void Divergence_is_zero_where_both_agree_and_counts_absent_classes_as_nothing()
    {
        Numbers.Close(0, KullbackLeibler(Logits, Softmax(Logits)).Item);
        Tensor hard = OneHot(Targets, 5);
        Numbers.Close(CrossEntropy(Logits, Targets).Item, KullbackLeibler(Logits, hard).Item);
        Numbers.Close(CrossEntropy(Logits, Targets).Item, CrossEntropy(Logits, hard).Item);
        double[] p = [0.5, 0.25, 0, 0.25, 0];
        double expected = Enumerable.Range(0, 6).Average(i => p.Select((q, c) => q == 0 ? 0 : q * (Math.Log(q) - LogSoftmax(i, c))).Sum());
        Numbers.Close(expected, KullbackLeibler(Logits, Tensor.Of(p, (null, 5))).Item);
    }

    [Fact]
    public void The_penalty_is_the_sum_of_features_and_the_mean_of_positions() =>
        Numbers.Close(Logits.Values.Sum(Math.Abs) / 6, L1Penalty(Logits).Item);

    [Fact]
    public void The_contrastive_loss_is_the_cross_entropy_of_the_cosines_both_ways()
    {
        Tensor a = Numbers.Tensor("a", ("N", 3), (null, 4)), b = Numbers.Tensor("b", ("N", 3), (null, 4));
        double Dot(Tensor x, int i, Tensor y, int j) => Enumerable.Range(0, 4).Sum(d => x.Values[(4 * i) + d] * y.Values[(4 * j) + d]);
        double Likeness(int i, int j) => Dot(a, i, b, j) / Math.Sqrt(Dot(a, i, a, i) * Dot(b, j, b, j)) / 0.3;
        double Loss(int i) => Math.Log(Enumerable.Range(0, 3).Sum(j => Math.Exp(Likeness(i, j)))) / 2
            + (Math.Log(Enumerable.Range(0, 3).Sum(j => Math.Exp(Likeness(j, i)))) / 2) - Likeness(i, i);
        Assert.Equal(Enumerable.Range(0, 3).Average(Loss), Contrastive(a, b, 0.3).Item, 1e-11);
        Assert.Equal(0, Contrastive(Numbers.Tensor("a", 1, 4), Numbers.Tensor("b", 1, 4), 1).Item, 1e-12);
        Assert.Equal("TDSL010", Assert.Throws<ShapeException>(() => Contrastive(a, Numbers.Tensor("c", 3, 5), 1)).Id);
    }

    private static double LogSoftmax(int position, int c)
    {
        var row = Logits.Values.Skip(5 * position).Take(5).ToArray();
        return row[c] - Math.Log(row.Sum(Math.Exp));
    }
}
