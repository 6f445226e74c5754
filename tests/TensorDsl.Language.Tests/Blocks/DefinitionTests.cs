using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

/// <summary>Whole definitions, as <c>docs/language.md</c> shows them.</summary>
public class DefinitionTests
{
    private const int Vocab = 11, Context = 6, Layers = 3, Heads = 2, DModel = 8, DK = 4, DV = 5, DFf = 16;

    private static readonly Tokens Text = Numbers.Tokens("text", Vocab, 2, 4);

    private static Tensor Simple([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(Layers, x, h =>
        {
            h += SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal);
            h += FeedForward(LayerNorm(h), DFf, Gelu);
            return h;
        });
        return Linear(LayerNorm(x), Vocab);
    }

    private static Tensor NanoGpt([Axes("B", "T")] Tokens tokens)
    {
        var init = Normal(0.02);
        var residual = Normal(0.02 / Math.Sqrt(2 * Layers));
        var table = Parameter("embedding", init, Vocab, DModel);
        var x = Embedding(tokens, table) + LearnedPositions(tokens, Context, DModel, init);
        x = Repeat(Layers, x, h =>
        {
            h += SelfAttention(LayerNorm(h, bias: false), Heads, DK, DV, Mask.Causal, bias: false, init, residual);
            h += FeedForward(LayerNorm(h, bias: false), DFf, Gelu, bias: false, init, residual);
            return h;
        });
        return Unembed(LayerNorm(x, bias: false), table);
    }

    [Fact]
    public void A_definition_with_every_default_gives_logits()
    {
        var model = new EagerModel(seed: 1);
        Assert.Equal("(B = 2, T = 4, 11)", model.Run(() => Simple(Text)).Shape.ToString());
        Assert.Equal((Vocab * DModel) + (Context * DModel)
            + (Layers * ((2 * 2 * DModel) + (2 * Heads * DK * (DModel + 1)) + (Heads * DV * (DModel + 1))
                + (((Heads * DV) + 1) * DModel) + ((DModel + 1) * DFf) + ((DFf + 1) * DModel)))
            + (2 * DModel) + ((DModel + 1) * Vocab),
            model.Parameters.Values.Sum(parameter => parameter.Values.Length));
    }

    [Fact]
    public void The_declarative_transformer_is_this_definition()
    {
        EagerModel written = new(seed: 1), declared = new(seed: 1);
        var logits = written.Run(() => NanoGpt(Text));
        var other = declared.Run(() => DecoderOnly(Text, Layers, Heads, DModel, DK, DV, DFf, Vocab, Context));
        Assert.Equal(logits.Values, other.Values);
        Assert.Equal(
            written.Parameters.Values.Select(p => $"{p.Name} {p.Shape} {p.Initializer}"),
            declared.Parameters.Values.Select(p => $"{p.Name} {p.Shape} {p.Initializer}"));
        Assert.Equal(0.02 / Math.Sqrt(6), declared.Parameters["layers.2.feedForward.down"].Initializer.Scale);
        Assert.Equal(0.02 / Math.Sqrt(6), declared.Parameters["layers.0.selfAttention.output"].Initializer.Scale);
        Assert.Equal(0.02, declared.Parameters["layers.0.selfAttention.value"].Initializer.Scale);
    }

    [Fact]
    public void The_attributes_hold_what_they_are_given()
    {
        var axes = (AxesAttribute)typeof(DefinitionTests)
            .GetMethod(nameof(NanoGpt), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .GetParameters()[0].GetCustomAttributes(false).Single();
        Assert.Equal(["B", "T"], axes.Names);
        var transformer = new TransformerAttribute { Layers = 1, Heads = 2, DModel = 3, DK = 4, DV = 5, DFf = 6, Vocab = 7, Context = 8 };
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8],
            [transformer.Layers, transformer.Heads, transformer.DModel, transformer.DK, transformer.DV, transformer.DFf, transformer.Vocab, transformer.Context]);
    }
}
