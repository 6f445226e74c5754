using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

public class NameTests
{
    private readonly EagerModel _model = new(seed: 1);

    [Fact]
    public void A_transformers_parameters_have_stable_names_and_shapes()
    {
        _model.Run(() => DecoderOnly(Numbers.Tokens("in", 11, 1, 4), 2, 3, 8, 5, 7, 16, vocab: 11, context: 6));
        string[] layer = ["layerNorm.gain (8)", "selfAttention.query (8, 15)", "selfAttention.key (8, 15)",
            "selfAttention.value (8, 21)", "selfAttention.output (21, 8)", "layerNorm2.gain (8)", "feedForward.up (8, 16)",
            "feedForward.down (16, 8)"];
        Assert.Equal(
            ["embedding (11, 8)", "positions.table (6, 8)", .. layer.Select(l => "layers.0." + l),
                .. layer.Select(l => "layers.1." + l), "layerNorm.gain (8)"],
            Names());
    }

    [Fact]
    public void Blocks_with_biases_name_them_after_their_weights()
    {
        _model.Run(() => FeedForward(SelfAttention(Numbers.Tensor("x", 2, 3), 1, 1, 1, Mask.None), 4, Relu));
        string[] attention = ["query (3, 1)", "queryBias (1)", "key (3, 1)", "keyBias (1)", "value (3, 1)", "valueBias (1)",
            "output (1, 3)", "outputBias (3)"];
        Assert.Equal(
            [.. attention.Select(name => "selfAttention." + name), "feedForward.up (3, 4)", "feedForward.upBias (4)",
                "feedForward.down (4, 3)", "feedForward.downBias (3)"],
            Names());
    }

    [Fact]
    public void The_second_block_of_a_name_gets_a_2()
    {
        _model.Run(() =>
        {
            var x = Linear(Linear(Numbers.Tensor("x", 2), 3, bias: false), 4, bias: false);
            x = Repeat(2, x, h => Repeat(1, h, g => Linear(g, 4, bias: false, name: "inner")));
            return Repeat(1, x, h => Linear(h, 4, bias: false));
        });
        Assert.Equal(
            ["linear.weight (2, 3)", "linear2.weight (3, 4)", "layers.0.layers.0.inner.weight (4, 4)",
                "layers.1.layers.0.inner.weight (4, 4)", "layers2.0.linear.weight (4, 4)"],
            Names());
    }

    [Fact]
    public void A_block_of_ones_own_names_its_parameters()
    {
        Tensor Twice(Tensor x) => Block("mine", () => Linear(Linear(x, 4, bias: false) * Parameter("gain", Ones, 4), 4, bias: false));
        _model.Run(() => Twice(Twice(PrependClassToken(Numbers.Tensor("x", 2, 3)))));
        Assert.Equal(
            ["classToken (1, 3)", "mine.linear.weight (3, 4)", "mine.gain (4)", "mine.linear2.weight (4, 4)", "mine2.linear.weight (4, 4)",
                "mine2.gain (4)", "mine2.linear2.weight (4, 4)"],
            Names());
    }

    [Fact]
    public void A_block_of_ones_own_gives_its_parameters_its_name()
    {
        static Tensor Scaled(Tensor x) => Block("scaled", () => Linear(x, 2, bias: false) * Parameter("scale", Ones, 2));
        static (Tensor, Tensor) Pair(Tensor x) => Block("pair", () => (x * Parameter("left", Ones, 2), x * Parameter("right", Ones, 2)));
        _model.Run(() =>
        {
            var (left, right) = Pair(Scaled(Scaled(Numbers.Tensor("x", 2))));
            return Repeat(1, left + right, Scaled);
        });
        Assert.Equal(
            ["scaled.linear.weight (2, 2)", "scaled.scale (2)", "scaled2.linear.weight (2, 2)", "scaled2.scale (2)", "pair.left (2)",
                "pair.right (2)", "layers.0.scaled.linear.weight (2, 2)", "layers.0.scaled.scale (2)"],
            Names());
    }

    [Fact]
    public void A_shared_block_has_one_set_of_parameters_in_the_block_around()
    {
        static Tensor Map(Tensor x) => Shared("map", () => Linear(x, 2, bias: false));
        _model.Run(() =>
        {
            var x = Map(Map(Numbers.Tensor("x", 2)));
            x = Repeat(2, x, h => Map(Block("own", () => Map(Map(h)))));
            for (int i = 0; i < 2; i++)
                x = Map(x);
            return Block("map", () => Shared("map", () => Map(Linear(x, 2, bias: false))));
        });
        Assert.Equal(
            ["map.linear.weight (2, 2)", "layers.0.own.map.linear.weight (2, 2)", "layers.1.own.map.linear.weight (2, 2)",
                "map2.map.linear.weight (2, 2)", "map2.map.map.linear.weight (2, 2)"],
            Names());
    }

    [Fact]
    public void A_shared_block_leaves_the_loops_around_it()
    {
        var sum = _model.Run(() => Sum(Scan(Numbers.Tensor("x", ("T", 3), (null, 2)), "T", Numbers.Tensor("h", 2), (x, h) =>
            Shared("step", () => Repeat(2, x + h, g => Linear(g, 2, bias: false))))));
        Assert.Equal(["step.layers.0.linear.weight (2, 2)", "step.layers.1.linear.weight (2, 2)"], Names());
        Assert.Equal(2, _model.Backward(sum).Count);
    }

    [Fact]
    public void A_number_is_left_out_where_another_block_is_called_so()
    {
        _model.Run(() =>
        {
            var x = Numbers.Tensor("x", 2);
            foreach (string name in (string[])["a2", "a", "a", "a3", "a"])
                x = Linear(x, 2, bias: false, name: name);
            return x;
        });
        Assert.Equal(["a2", "a", "a3", "a32", "a4"], _model.Parameters.Keys.Select(name => name.Split('.')[0]));
    }

    [Fact]
    public void Each_run_names_its_parameters_anew()
    {
        var x = Numbers.Tensor("x", 2);
        Assert.Equal(_model.Run(() => Linear(x, 3)).Values, _model.Run(() => Linear(x, 3)).Values);
        Assert.Equal(["linear.weight (2, 3)", "linear.bias (3)"], Names());
    }

    private IEnumerable<string> Names() => _model.Parameters.Values.Select(p => $"{p.Name} {p.Shape}");
}
