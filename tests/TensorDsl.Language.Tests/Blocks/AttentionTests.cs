using TensorDsl.Language.Tests.Support;
using static TensorDsl.Language.Tests.Blocks.AttentionReference;

namespace TensorDsl.Language.Tests.Blocks;

public class AttentionTests
{
    private readonly EagerModel _model = new(seed: 4);

    [Theory]
    [InlineData(1, 4, 1, 3, 2, 5, 6)]
    [InlineData(2, 4, 2, 1, 3, 1, 3)]
    [InlineData(2, 6, 3, 5, 1, 4, 1)]
    [InlineData(1, 3, 3, 2, 2, 3, 2)]
    public void Groups_of_heads_share_keys_and_values(int b, int heads, int keyHeads, int t, int dk, int s, int dv)
    {
        Tensor Input(string name, string axis, int positions, int count, int width) =>
            Numbers.Tensor(name, ("B", b), (axis, positions), (null, count), (null, width));

        var (q, k, v) = (Input("q", "T", t, heads, dk), Input("k", "S", s, keyHeads, dk), Input("v", "S", s, keyHeads, dv));
        var read = Attention(q, k, v, Mask.None);
        Numbers.Close(Of(q, k, v, (_, _, _) => true), read.Values);
        Assert.Equal($"(B = {b}, T = {t}, {heads}, {dv})", read.Shape.ToString());
        Numbers.Close(Of(q, k, v, (_, from, to) => to <= from), Attention(q, k, v, Mask.Causal).Values);
    }

    [Fact]
    public void Grouped_self_attention_has_narrower_keys_and_values()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 5));
        var y = _model.Run(() => SelfAttention(x, 6, 4, 3, Mask.Causal, keyHeads: 2));
        Tensor Project(string name, int heads, int width) => SplitAxis(MatMul(x, Weight(name, 5, heads * width)), -1, heads, width);
        double[] read = Of(Project("query", 6, 4), Project("key", 2, 4), Project("value", 2, 3), (_, t, s) => s <= t);
        Numbers.Close(MatMul(Tensor.Of(read, ("B", 2), ("T", 3), (null, 18)), Weight("output", 18, 5)).Values, y.Values);
        Assert.Equal(x.Shape, y.Shape);

        Tensor Weight(string name, int from, int to) =>
            Tensor.Of(_model.Parameters[$"selfAttention.{name}"].Values, (null, from), (null, to));
    }

    [Fact]
    public void Cross_attention_reads_another_sequence_of_another_width()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 5));
        var memory = Numbers.Tensor("m", ("B", 2), ("S", 4), (null, 7));
        var y = _model.Run(() => CrossAttention(x, memory, 2, 3, 1, Mask.Lengths(Tokens.Of([4, 2], ("B", 2)))));
        Tensor Weight(string name, int from, int to) =>
            Tensor.Of(_model.Parameters[$"crossAttention.{name}"].Values, (null, from), (null, to));
        double[] read = Of(
            SplitAxis(MatMul(x, Weight("query", 5, 6)), -1, 2, 3), SplitAxis(MatMul(memory, Weight("key", 7, 6)), -1, 2, 3),
            SplitAxis(MatMul(memory, Weight("value", 7, 2)), -1, 2, 1), (b, _, s) => s < (b == 0 ? 4 : 2));
        Numbers.Close(MatMul(Tensor.Of(read, ("B", 2), ("T", 3), (null, 2)), Weight("output", 2, 5)).Values, y.Values);
        Assert.Equal(x.Shape, y.Shape);
    }

    [Theory]
    [InlineData(4, new[] { 0.25, 0.0625, 0.015625, 0.00390625 })]
    [InlineData(1, new[] { 0.00390625 })]
    [InlineData(3, new[] { 0.0625, 0.00390625, 0.25 })]
    [InlineData(6, new[] { 0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125 })]
    public void Alibi_falls_with_the_distance_by_the_papers_slopes(int heads, double[] slopes)
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 5), (null, 3));
        var scores = Alibi(x, heads);
        Assert.Equal($"({heads}, T = 5, T' = 5)", scores.Shape.ToString());
        Numbers.Close([.. Each(heads, 5, 5, (h, t, s) => -slopes[h] * Math.Abs(t - s))], scores.Values);

        Tensor Input(string name) => Numbers.Tensor(name, ("B", 2), ("T", 5), (null, heads), (null, 2));
        var (q, k, v) = (Input("q"), Input("k"), Input("v"));
        Numbers.Close(
            Of(q, k, v, (_, t, s) => s <= t, (h, t, s) => -slopes[h] * (t - s)), Attention(q, k, v, Mask.Causal, scores).Values);
    }

    // The buckets of T5's own program for 32 buckets up to 128, at some distances of keys before and after the query.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(-7, 7)]
    [InlineData(-8, 8)]
    [InlineData(-11, 8)]
    [InlineData(-12, 9)]
    [InlineData(-16, 10)]
    [InlineData(-31, 11)]
    [InlineData(-32, 12)]
    [InlineData(-90, 14)]
    [InlineData(-91, 15)]
    [InlineData(-139, 15)]
    [InlineData(1, 17)]
    [InlineData(9, 24)]
    [InlineData(64, 30)]
    [InlineData(130, 31)]
    public void Relative_bias_looks_up_the_distances_bucket(int offset, int bucket)
    {
        Tensor x = Numbers.Tensor("x", ("T", 140), (null, 1)), memory = Numbers.Tensor("m", ("S", 140), (null, 2));
        var scores = _model.Run(() => RelativeBias(x, memory, 2));
        Assert.Equal("(2, T = 140, S = 140)", scores.Shape.ToString());
        (int query, int key) = offset < 0 ? (-offset, 0) : (0, offset);
        Assert.Equal(_model.Parameters["relativeBias.table"].Values[(bucket * 2) + 1], At(scores, 1, query, key));
    }

    [Theory]
    [InlineData(3, 0, 3)]
    [InlineData(9, 3, 5)]
    [InlineData(9, 0, 6)]
    [InlineData(39, 0, 7)]
    [InlineData(0, 12, 0)]
    public void Relative_bias_of_one_direction_counts_what_is_before(int query, int key, int bucket)
    {
        var x = Numbers.Tensor("x", ("T", 40), (null, 1));
        var scores = _model.Run(() => RelativeBias(x, x, 1, buckets: 8, maxDistance: 16, bidirectional: false));
        Assert.Equal(_model.Parameters["relativeBias.table"].Values[bucket], At(scores, 0, query, key));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 2)]
    public void Offset_bias_has_a_row_for_each_offset_within_reach(int positions, int reach)
    {
        var x = Numbers.Tensor("x", ("T", positions), (null, 1));
        var scores = _model.Run(() => OffsetBias(x, x, 3, reach));
        double[] table = _model.Parameters["offsetBias.table"].Values;
        Assert.Equal(3 * ((2 * reach) + 1), table.Length);
        Assert.Equal(Each(3, positions, positions, (h, t, s) => table[((Math.Clamp(s - t, -reach, reach) + reach) * 3) + h]), scores.Values);
    }

    [Fact]
    public void Heads_must_divide_evenly()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 5));
        var wrong = Assert.Throws<ShapeException>(() => _model.Run(() => SelfAttention(x, 8, 4, 4, Mask.None, keyHeads: 3)));
        Assert.Equal(("TDSL031", "The heads of queries, 8, do not divide evenly among the heads of keys, 3"), (wrong.Id, wrong.Message));
        Tensor q = Numbers.Tensor("q", 2, 4, 3), k = Numbers.Tensor("k", 2, 6, 3);
        Assert.Equal("TDSL031", Assert.Throws<ShapeException>(() => Attention(q, k, k, Mask.None)).Id);
    }

    private static IEnumerable<double> Each(int heads, int queries, int keys, Func<int, int, int, double> value) =>
        Enumerable.Range(0, heads * queries * keys).Select(i => value(i / keys / queries, i / keys % queries, i % keys));
}
