extern alias generator;

using generator::TensorDsl.Generator;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Reading;

/// <summary>A fingerprint changes with what a definition computes, and with nothing else.</summary>
public class FingerprintTests
{
    private const string Body = """
        var x = Embedding(tokens, Vocab, DModel);
        x = Repeat(Layers, x, h => h + SelfAttention(LayerNorm(h), Heads, 32, 64, Mask.Causal) + Dropout(FeedForward(h, DFf, Gelu), 0.1));
        return Linear(x, Vocab);
        """;

    private static readonly string Known = Of(Sources.Model(Body));

    [Theory]
    [InlineData("Heads, 32, 64", "2 * Heads, 16, 32")]
    [InlineData("Gelu", "GeluTanh")]
    [InlineData("Mask.Causal", "Mask.None")]
    [InlineData("0.1", "0.2")]
    [InlineData("Dropout(FeedForward(h, DFf, Gelu), 0.1)", "FeedForward(h, DFf, Gelu)")]
    [InlineData("Repeat(Layers,", "Repeat(Layers + 1,")]
    [InlineData("FeedForward(h,", "FeedForward(LayerNorm(h),")]
    [InlineData("return Linear(x, Vocab);", "return Linear(0.5 * x, Vocab);")]
    [InlineData("return Linear(x, Vocab);", "return Linear(x, Vocab, name: \"head\");")]
    public void It_tells_definitions_apart(string before, string after)
    {
        Assert.Contains(before, Body, StringComparison.Ordinal);
        Assert.NotEqual(Known, Of(Sources.Model(Body.Replace(before, after, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("Gru(x, 5)", "Gru(x, 5, reverse: true)")]
    [InlineData("CumulativeSum(x, \"T\")", "CumulativeSum(x, 2)")]
    [InlineData("Shift(x, \"T\", 1)", "Shift(x, \"T\", 2)")]
    [InlineData("Skip(Pad(x, \"T\", 2, 1), \"T\", 3)", "Skip(Pad(x, \"T\", 1, 2), \"T\", 3)")]
    [InlineData("Shared(\"block\", () => Linear(x, 5)) + Shared(\"block\", () => Linear(Tanh(x), 5))", "Shared(\"block\", () => Linear(Tanh(x), 5)) + Shared(\"block\", () => Linear(Exp(x), 5))")]
    public void It_tells_directions_and_places_apart(string one, string other)
    {
        static string Reading(string expression) => Of(Sources.Model($"var x = Embedding(tokens, Vocab, 6);\nreturn Linear({expression}, Vocab);"));
        Assert.NotEqual(Reading(one), Reading(other));
    }

    [Fact]
    public void It_overlooks_names_comments_and_dead_code()
    {
        string same = Body.Replace("x", "y", StringComparison.Ordinal).Replace("DFf", "Hidden", StringComparison.Ordinal)
            .Replace("return", "// What follows is unused.\nvar z = Tanh(y);\nreturn", StringComparison.Ordinal);
        Assert.Equal(Known, Of("// A comment.\n" + Sources.Model(same, "const int Hidden = DFf;")));
    }

    [Fact]
    public void It_covers_every_entry_point()
    {
        const string Rows = "static Tensor Rows([Axes(\"B\", \"T\")] Tokens tokens) => Embedding(tokens, Vocab, DModel);";
        string with = Of(Sources.Model(Body, Rows));
        Assert.NotEqual(Known, with);
        Assert.NotEqual(with, Of(Sources.Model(Body, Rows.Replace("Embedding(", "2 * Embedding(", StringComparison.Ordinal))));
    }

    private static string Of(string source)
    {
        string fingerprint = ModelStages.Differentiate(Elaborated.Program(source), Elaborated.Graph(source)).Fingerprint;
        Assert.Matches("^[0-9a-f]{32}$", fingerprint);
        return fingerprint;
    }
}
