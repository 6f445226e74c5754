extern alias generator;

using generator::TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Reading;

/// <summary>A fingerprint changes with what a definition computes, and with nothing else.</summary>
public class FingerprintTests
{
    private const string Body = """
        var x = Embedding(tokens, Vocab, DModel);
        x = Repeat(Layers, x, h => h + SelfAttention(LayerNorm(h), Heads, 32, 64, Mask.Causal) + FeedForward(h, DFf, Gelu));
        return Linear(x, Vocab);
        """;

    private static readonly string Known = Of(Sources.Model(Body));

    [Theory]
    [InlineData("Heads, 32, 64", "2 * Heads, 16, 32")]
    [InlineData("Gelu", "GeluTanh")]
    [InlineData("Mask.Causal", "Mask.None")]
    [InlineData("Repeat(Layers,", "Repeat(Layers + 1,")]
    [InlineData("FeedForward(h,", "FeedForward(LayerNorm(h),")]
    [InlineData("return Linear(x, Vocab);", "return Linear(0.5 * x, Vocab);")]
    [InlineData("return Linear(x, Vocab);", "return Linear(x, Vocab, name: \"head\");")]
    public void It_tells_definitions_apart(string before, string after)
    {
        Assert.Contains(before, Body, StringComparison.Ordinal);
        Assert.NotEqual(Known, Of(Sources.Model(Body.Replace(before, after, StringComparison.Ordinal))));
    }

    [Fact]
    public void It_overlooks_names_comments_dead_code_and_other_entry_points()
    {
        string same = Body.Replace("x", "y", StringComparison.Ordinal).Replace("DFf", "Hidden", StringComparison.Ordinal)
            .Replace("return", "// What follows is unused.\nvar z = Tanh(y);\nreturn", StringComparison.Ordinal);
        string members = """
            const int Hidden = DFf;
            static Tensor First([Axes("B", "T")] Tokens tokens) => Embedding(tokens, Vocab, DModel);
            """;
        Assert.Equal(Known, Of("// A comment.\n" + Sources.Model(same, members)));
    }

    private static string Of(string source)
    {
        var graph = Elaborated.Graph(source);
        DerivedLoss.AddTo(graph);
        string fingerprint = Fingerprint.Of(graph);
        Assert.Matches("^[0-9a-f]{32}$", fingerprint);
        return fingerprint;
    }
}
