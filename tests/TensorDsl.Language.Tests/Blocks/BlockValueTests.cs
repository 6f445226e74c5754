using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

public class BlockValueTests
{
    private readonly EagerModel _model = new(seed: 4);

    [Fact]
    public void Linear_multiplies_by_the_weight_and_adds_the_bias()
    {
        var x = Numbers.Tensor("x", ("B", 2), (null, 3));
        var y = _model.Run(() => Linear(x, 4));
        double[] w = Values("linear.weight"), bias = Values("linear.bias");
        Assert.All(bias, value => Assert.Equal(0, value));
        Assert.All(w, value => Assert.InRange(Math.Abs(value), 0, (float)(1 / Math.Sqrt(3))));
        bias[2] = 0.25;
        Numbers.Close([.. Each(2, 4, (i, k) => bias[k] + Sum(3, d => x.Values[(3 * i) + d] * w[(4 * d) + k]))],
            _model.Run(() => Linear(x, 4)).Values);
        Assert.Equal("(B = 2, 4)", y.Shape.ToString());
    }

    [Fact]
    public void Layer_norm_has_mean_0_and_variance_1_before_gain_and_bias()
    {
        var x = Numbers.Tensor("x", ("B", 2), (null, 5));
        _model.Run(() => LayerNorm(x, epsilon: 0.01));
        double[] gain = Values("layerNorm.gain"), bias = Values("layerNorm.bias");
        Assert.Equal(1, gain[3]);
        (gain[3], bias[3]) = (1.5, -0.5);
        double[] expected = [.. Each(2, 5, (i, d) =>
        {
            double mean = Sum(5, k => x.Values[(5 * i) + k]) / 5;
            double variance = Sum(5, k => Math.Pow(x.Values[(5 * i) + k] - mean, 2)) / 5;
            return ((x.Values[(5 * i) + d] - mean) / Math.Sqrt(variance + 0.01) * gain[d]) + bias[d];
        })];
        Numbers.Close(expected, _model.Run(() => LayerNorm(x, epsilon: 0.01)).Values);
    }

    [Theory]
    [InlineData(true, 4, 2, 3)]
    [InlineData(true, 5, 3, 1)]
    [InlineData(false, 3, 1, 4)]
    public void Attention_averages_the_allowed_values(bool causal, int t, int dk, int dv)
    {
        const int heads = 2;
        Tensor Input(string name, int width) => Numbers.Tensor(name, ("B", 1), ("T", t), (null, heads), (null, width));
        Tensor q = Input("q", dk), k = Input("k", dk), v = Input("v", dv);
        double At(Tensor x, int position, int head, int width, int i) => x.Values[(((position * heads) + head) * width) + i];
        double Weight(int head, int from, int to) => causal && to > from
            ? 0
            : Math.Exp(Sum(dk, i => At(q, from, head, dk, i) * At(k, to, head, dk, i)) / Math.Sqrt(dk));

        var read = Attention(q, k, v, causal ? Mask.Causal : Mask.None);
        Assert.Equal($"(B = 1, T = {t}, {heads}, {dv})", read.Shape.ToString());
        Numbers.Close([.. Each(t, heads * dv, (from, i) =>
            Sum(t, to => Weight(i / dv, from, to) * At(v, to, i / dv, dv, i % dv)) / Sum(t, to => Weight(i / dv, from, to)))],
            read.Values);
    }

    [Fact]
    public void Self_attention_projects_splits_reads_merges_and_projects_back()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 5));
        var y = _model.Run(() => SelfAttention(x, 2, 3, 4, Mask.Causal));
        Tensor Weight(string name, int width) => Tensor.Of(Values($"selfAttention.{name}"), (null, 5), (null, width));
        var read = Attention(
            SplitAxis(MatMul(x, Weight("query", 6)), -1, 2, 3), SplitAxis(MatMul(x, Weight("key", 6)), -1, 2, 3),
            SplitAxis(MatMul(x, Weight("value", 8)), -1, 2, 4), Mask.Causal);
        Numbers.Close(MatMul(MergeAxes(read, -2), Tensor.Of(Values("selfAttention.output"), (null, 8), (null, 5))).Values, y.Values);
        Assert.Equal(x.Shape, y.Shape);
    }

    [Fact]
    public void A_feed_forward_layer_is_two_linear_maps_around_its_activation()
    {
        var x = Numbers.Tensor("x", ("B", 2), (null, 3));
        var y = _model.Run(() => FeedForward(x, 5, Relu, bias: false));
        double[] up = Values("feedForward.up"), down = Values("feedForward.down");
        double Hidden(int i, int h) => Math.Max(0, Sum(3, d => x.Values[(3 * i) + d] * up[(5 * d) + h]));
        Numbers.Close([.. Each(2, 3, (i, d) => Sum(5, h => Hidden(i, h) * down[(3 * h) + d]))], y.Values);
    }

    [Fact]
    public void Embeddings_and_positions_are_rows_of_their_tables()
    {
        var tokens = Tokens.Of([2, 0, 1, 2, 2, 1], ("B", 2), ("T", 3));
        var x = _model.Run(() => Embedding(tokens, 3, 4));
        var positions = _model.Run(() => LearnedPositions(tokens, 7, 4));
        Assert.Equal(tokens.Values.SelectMany(token => Values("embedding.table").Skip(4 * token).Take(4)), x.Values);
        Assert.Equal(Values("positions.table").Take(12), positions.Values);
        Assert.Equal("(T = 3, 4)", positions.Shape.ToString());
        Assert.Equal(28, Values("positions.table").Length);
        Assert.Equal("(B = 2, T = 3, 4)", (x + positions).Shape.ToString());
    }

    [Fact]
    public void A_transformer_starts_near_the_uniform_distribution_and_cannot_see_ahead()
    {
        Tensor Logits(params int[] text) => _model.Run(() =>
            DecoderOnly(Tokens.Of(text, ("B", 1), ("T", text.Length)), 2, 2, 8, 4, 3, 16, vocab: 13, context: 6));

        var logits = Logits(1, 2, 3, 4);
        Assert.Equal("(B = 1, T = 4, 13)", logits.Shape.ToString());
        Numbers.Close([.. logits.Values.Take(39)], [.. Logits(1, 2, 3, 12).Values.Take(39)]);
        Numbers.Close([.. logits.Values.Take(26)], Logits(1, 2).Values);
        Assert.NotEqual(logits.Values[39], Logits(1, 2, 3, 12).Values[39]);
        Assert.InRange(CrossEntropy(logits, Tokens.Of([2, 3, 4, 5], ("B", 1), ("T", 4))).Item, Math.Log(13) - 0.1, Math.Log(13) + 0.1);
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    private static IEnumerable<double> Each(int rows, int columns, Func<int, int, double> value) =>
        Enumerable.Range(0, rows * columns).Select(i => value(i / columns, i % columns));

    private double[] Values(string name) => _model.Parameters[name].Values;
}
