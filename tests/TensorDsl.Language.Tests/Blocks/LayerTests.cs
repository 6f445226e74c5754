using TensorDsl.Language.Tests.Support;
using static TensorDsl.Language.Tests.Blocks.AttentionReference;

namespace TensorDsl.Language.Tests.Blocks;

public class LayerTests
{
    private readonly EagerModel _model = new(seed: 4);

    [Fact]
    public void Rms_norm_divides_by_the_root_mean_square()
    {
        var x = Numbers.Tensor("x", ("B", 2), (null, 5));
        _model.Run(() => RmsNorm(x, epsilon: 0.01));
        double[] gain = _model.Parameters["rmsNorm.gain"].Values;
        gain[3] = 1.5;
        double Square(int i) => Enumerable.Range(0, 5).Average(d => Math.Pow(At(x, i, d), 2));
        Numbers.Close(
            [.. Enumerable.Range(0, 10).Select(i => x.Values[i] / Math.Sqrt(Square(i / 5) + 0.01) * gain[i % 5])],
            _model.Run(() => RmsNorm(x, epsilon: 0.01)).Values);
    }

    [Fact]
    public void A_gate_multiplies_what_goes_up()
    {
        var x = Numbers.Tensor("x", ("B", 2), (null, 3));
        var y = _model.Run(() => SwiGlu(x, 5));
        Tensor W(string name, int from, int to) => Tensor.Of(_model.Parameters[$"feedForward.{name}"].Values, (null, from), (null, to));
        Numbers.Close(MatMul(Silu(MatMul(x, W("gate", 3, 5))) * MatMul(x, W("up", 3, 5)), W("down", 5, 3)).Values, y.Values);
        Assert.Equal(3, _model.Parameters.Count);
        Assert.NotEqual(y.Values, _model.Run(() => GeGlu(x, 5)).Values);
        Assert.Equal(6, new EagerModel(1) is var other && other.Run(() => GeGlu(x, 5, bias: true)) is not null ? other.Parameters.Count : 0);
    }

    [Theory]
    [InlineData(NormPlacement.Pre)]
    [InlineData(NormPlacement.Post)]
    public void Layers_are_their_branches(NormPlacement placement)
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 4));
        var memory = Numbers.Tensor("m", ("B", 2), ("S", 5), (null, 6));
        EagerModel written = new(seed: 2), named = new(seed: 3);
        string[] order = placement == NormPlacement.Pre
            ? ["layerNorm", "selfAttention", "layerNorm2", "crossAttention", "layerNorm3", "feedForward"]
            : ["selfAttention", "layerNorm", "crossAttention", "layerNorm2", "feedForward", "layerNorm3"];
        named.Run(() => DecoderLayer(x, memory, 2, 3, 1, 8, Mask.None, placement: placement));
        Assert.Equal(order, named.Parameters.Keys.Select(name => name.Split('.')[1]).Distinct());

        // With the last maps of the other branches at zero, the layer is its first branch and the normalisations.
        var first = written.Run(() => Repeat(1, x, y => placement == NormPlacement.Pre
            ? y + SelfAttention(LayerNorm(y), 2, 3, 1, Mask.Causal)
            : LayerNorm(LayerNorm(LayerNorm(y + SelfAttention(y, 2, 3, 1, Mask.Causal)))), name: "decoderLayer"));
        foreach (string last in (string[])["crossAttention.output", "crossAttention.outputBias", "feedForward.down", "feedForward.downBias"])
            Array.Clear(named.Parameters["decoderLayer." + last].Values);
        foreach (var (name, parameter) in written.Parameters)
            parameter.Values.CopyTo(named.Parameters[name.Replace(".0.", ".", StringComparison.Ordinal)].Values, 0);
        var y = named.Run(() => DecoderLayer(x, memory, 2, 3, 1, 8, Mask.None, placement: placement));
        Numbers.Close(first.Values, y.Values);
        Assert.Equal(x.Shape, y.Shape);
    }

    [Fact]
    public void A_decoder_layer_reads_what_the_memorys_mask_allows()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 4));
        var memory = Numbers.Tensor("m", ("B", 2), ("S", 5), (null, 6));
        Tensor Read(Tensor from) => _model.Run(() => DecoderLayer(x, from, 2, 3, 1, 8, Mask.Lengths(Tokens.Of([4, 2], ("B", 2)))));
        var hidden = Tensor.Of([.. memory.Values.Select((value, i) => i / 6 % 5 >= (i < 30 ? 4 : 2) ? 7 : value)], ("B", 2), ("S", 5), (null, 6));
        Numbers.Close(Read(memory).Values, Read(hidden).Values);
        var seen = Tensor.Of([.. memory.Values.Select((value, i) => i / 6 % 5 == 1 ? 7 : value)], ("B", 2), ("S", 5), (null, 6));
        Assert.NotEqual(Read(memory).Values, Read(seen).Values);
    }

    // Of a branch all of which is dropped nothing is left.
    [Theory]
    [InlineData(NormPlacement.Pre)]
    [InlineData(NormPlacement.Post)]
    public void Dropout_is_of_every_branch(NormPlacement placement)
    {
        const double all = 0.9999999;
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 4));
        var memory = Numbers.Tensor("m", ("B", 2), ("S", 5), (null, 6));
        var model = new EagerModel(seed: 4) { DropoutSeed = 1 };
        Tensor Norm(Tensor y) => y;
        Numbers.Close(x.Values, model.Run(() => DecoderLayer(x, memory, 2, 3, 1, 8, Mask.None, placement: placement, norm: Norm, dropout: all)).Values);
        Numbers.Close(x.Values, model.Run(() => EncoderLayer(x, 2, 3, 1, 8, Mask.None, placement: placement, norm: Norm, dropout: all)).Values);
        Assert.NotEqual(x.Values, model.Run(() => EncoderLayer(x, 2, 3, 1, 8, Mask.None, placement: placement, norm: Norm)).Values);
    }

    [Fact]
    public void An_encoder_layer_takes_its_own_norm_and_activation()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 4));
        _model.Run(() => EncoderLayer(x, 2, 3, 1, 8, Mask.None, Gelu, NormPlacement.Pre, h => RmsNorm(h)));
        Assert.Equal(
            ["rmsNorm", "selfAttention", "rmsNorm2", "feedForward"], _model.Parameters.Keys.Select(name => name.Split('.')[1]).Distinct());
    }

    // A network that gives nothing leaves the attention alone; one whose activation is not given has the paper's.
    [Fact]
    public void A_layers_activation_is_that_of_its_network()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 4));
        var memory = Numbers.Tensor("m", ("B", 2), ("S", 5), (null, 6));
        foreach (var layer in (Func<Func<Tensor, Tensor>?, Tensor>[])
            [
                activation => EncoderLayer(x, 2, 3, 1, 8, Mask.None, activation, NormPlacement.Pre),
                activation => DecoderLayer(x, memory, 2, 3, 1, 8, Mask.None, activation: activation, placement: NormPlacement.Pre),
            ])
        {
            var model = new EagerModel(seed: 4);
            double[] Values(Func<Tensor, Tensor>? activation) => [.. model.Run(() => layer(activation)).Values];
            Assert.Equal(Values(Relu), Values(null));
            double[] attended = Values(u => 0 * u);
            Numbers.Close([.. Values(Relu).Zip(Values(u => -Relu(u)), (a, b) => (a + b) / 2)], attended);
            foreach (var other in (Func<Tensor, Tensor>[])[Gelu, Tanh])
                Assert.NotEqual(Values(Relu), Values(other));
        }
    }

    [Theory]
    [InlineData(4, 6, 3, 2)]
    [InlineData(3, 3, 1, 3)]
    [InlineData(5, 2, 2, 1)]
    public void Patches_are_cut_row_by_row(int height, int width, int channels, int patch)
    {
        var images = Numbers.Tensor("i", ("B", 2), (null, height), (null, width), (null, channels));
        var patches = Patches(images, patch);
        int columns = width / patch;
        Assert.Equal($"(B = 2, {height / patch * columns}, {patch * patch * channels})", patches.Shape.ToString());
        for (int n = 0; n < height / patch * columns; n++)
        {
            for (int i = 0; i < patch * patch * channels; i++)
            {
                int row = (n / columns * patch) + (i / channels / patch), column = (n % columns * patch) + (i / channels % patch);
                Assert.Equal(At(images, 1, row, column, i % channels), At(patches, 1, n, i));
            }
        }

        Assert.Equal($"(B = 2, {height / patch * columns}, 7)", _model.Run(() => PatchEmbedding(images, patch, 7)).Shape.ToString());
    }

    [Fact]
    public void A_patch_divides_the_image()
    {
        var wrong = Assert.Throws<ShapeException>(() => Patches(Numbers.Tensor("i", 5, 4, 3), 2));
        Assert.Equal(("TDSL032", "Patches of side 2 do not divide images (5, 4, 3) of (…, Height, Width, Channels)"), (wrong.Id, wrong.Message));
        Assert.Equal("TDSL023", Assert.Throws<ShapeException>(() => Patches(Numbers.Tensor("i", 4, 4), 2)).Id);
    }

    [Fact]
    public void Memory_is_read_by_likeness()
    {
        Tensor q = Numbers.Tensor("q", ("T", 2), (null, 3)), keys = Numbers.Tensor("k", 4, 3), values = Numbers.Tensor("v", 4, 5);
        double Weight(int t, int s) => Math.Exp(Enumerable.Range(0, 3).Sum(d => At(q, t, d) * At(keys, s, d)) / 0.5);
        Numbers.Close(
            [.. Enumerable.Range(0, 10).Select(i => Enumerable.Range(0, 4).Sum(s => Weight(i / 5, s) * At(values, s, i % 5))
                / Enumerable.Range(0, 4).Sum(s => Weight(i / 5, s)))],
            Memory(q, keys, values, 0.5).Values);
        Numbers.Close(Memory(q, keys, values).Values, Memory(q, keys, values, 1).Values);
        Assert.Equal("(5)", Memory(Numbers.Tensor("q", 3), keys, values).Shape.ToString());

        Tensor x = Numbers.Tensor("x", ("B", 2), ("T", 4), (null, 3));
        Tensor Heads(Tensor y) => SplitAxis(y, -1, 1, 3);
        var attended = Attention(Heads(x), Heads(x), Heads(x), Mask.Causal);
        Numbers.Close(attended.Values, Memory(x, x, x, Math.Sqrt(3), Mask.Causal).Values);
    }

    [Fact]
    public void A_learned_temperature_starts_where_it_is_told()
    {
        var model = new EagerModel(seed: 1);
        var both = model.Run(() => Temperature(0.7) + Temperature(2, 3, 1));
        double expected = Math.Exp((float)Math.Log(0.7)) + Math.Exp((float)Math.Log(2));
        Numbers.Close([expected, expected, expected], both.Values);
        Assert.Equal(["temperature.logarithm ()", "temperature2.logarithm (3, 1)"], model.Parameters.Values.Select(p => $"{p.Name} {p.Shape}"));
    }
}
