using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Looking;

/// <summary>What a tap and a patch leave in the output, and what is said about their names.</summary>
public class LookTests
{
    private const string Looked = """
        var x = Tap("embedded", Embedding(tokens, Vocab, 12));
        x = Repeat(Layers, x, h =>
        {
            h = Patch("residual", Tap("residual", h));
            h += SelfAttention(LayerNorm(h), 2, 5, 4, Mask.Causal, weights: w => Patch("weights", Tap("weights", w)));
            return h + FeedForward(LayerNorm(h), 9, u => Tap("neurons", Gelu(u)));
        });
        return Patch("logits", Linear(x, Vocab));
        """;

    private const string Plain = """
        var x = Embedding(tokens, Vocab, 12);
        x = Repeat(Layers, x, h =>
        {
            h += SelfAttention(LayerNorm(h), 2, 5, 4, Mask.Causal);
            return h + FeedForward(LayerNorm(h), 9, Gelu);
        });
        return Linear(x, Vocab);
        """;

    private const string Loss = """
        static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets) => Tap("loss", CrossEntropy(Logits(tokens), targets));
        """;

    // So a model that declares them costs nothing while nobody looks: its programs are the same text.
    [Theory]
    [InlineData("")]
    [InlineData(Loss)]
    public void All_but_the_look_is_as_if_there_were_no_tap_or_patch(string loss)
    {
        var looked = Files(Sources.Model(Looked, loss));
        var plain = Files(Sources.Model(Plain, loss.Replace("Tap(\"loss\", ", "", StringComparison.Ordinal).Replace("targets))", "targets)", StringComparison.Ordinal)));
        Assert.DoesNotContain("Net.Look.g.cs", plain.Keys);
        Assert.True(looked.Remove("Net.Look.g.cs"));
        Assert.Contains("Net.Programs.g.cs", plain.Keys);
        Assert.Equal(plain.Keys.Order(), looked.Keys.Order());
        Assert.All(plain, file => Assert.Equal(file.Value, looked[file.Key]));
    }

    [Fact]
    public void Attention_streams_unless_its_weights_are_seen()
    {
        static string Look(string body) => Files(Sources.Model(body))["Net.Look.g.cs"];
        Assert.DoesNotContain("Cpu::Attention", Look(Looked), StringComparison.Ordinal);
        Assert.Contains("Cpu::Attention", Look(Plain.Replace("return h", "return Tap(\"residual\", h)", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_look_is_code()
    {
        GeneratorRun.Of(Sources.Model(Looked, Loss)).ExpectCode();
        GeneratorRun.Of(Sources.Model("return Linear(Tap(\"table\", Parameter(\"table\", Ones, 5)) * Embedding(tokens, Vocab, 5), Vocab);")).ExpectCode();
        GeneratorRun.Of(Sources.Model(
            "return Patch(\"x\", Embedding(tokens, Vocab, 5));",
            "static Tensor Encode([Axes(\"B\", \"T\")] Tokens look, [Axes(\"B\", \"T\", \"F = 5\")] Tensor model) => Tap(\"x\", Embedding(look, Vocab, 5)) + model;")).ExpectCode();
        GeneratorRun.Of(Sources.Model(
            "return Patch(\"x\", Embedding(tokens, Vocab, 5));",
            "static Tensor Look([Axes(\"B\", \"T\")] Tokens tokens) => Tap(\"x\", Embedding(tokens, Vocab, 5));")).ExpectCode();
    }

    [Fact]
    public void A_name_twice() => GeneratorRun.Of(Sources.Model("return Linear(Tap(\"x\", Tap(\"X\", Embedding(tokens, Vocab, 5))), Vocab);")).Expect(
        ("TDSL050", "Tap(\"x\", Tap(\"X\", Embedding(tokens, Vocab, 5)))", "The name 'x' stands for another tap already"));

    [Fact]
    public void A_name_in_two_loops() => Assert.Equal("TDSL050", Assert.Single(GeneratorRun.Of(Sources.Model("""
        var x = Repeat(2, Embedding(tokens, Vocab, 5), h => Patch("x", h + 1));
        return Linear(Repeat(2, x, h => Patch("x", h + 1)), Vocab);
        """)).Diagnostics).Id);

    [Fact]
    public void A_name_again_in_a_loss() => Assert.Equal("TDSL050", Assert.Single(GeneratorRun.Of(Sources.Model(
        "return Tap(\"loss\", Linear(Embedding(tokens, Vocab, 5), Vocab));", Loss)).Diagnostics).Id);

    [Theory]
    [InlineData("ToString", "TDSL050")]
    [InlineData("equals", "TDSL050")]
    [InlineData("1x", "TDSL021")]
    [InlineData("a b", "TDSL021")]
    [InlineData("", "TDSL021")]
    public void A_name_that_is_none(string name, string id) => Assert.Equal(id, Assert.Single(
        GeneratorRun.Of(Sources.Model($"return Linear(Patch(\"{name}\", Embedding(tokens, Vocab, 5)), Vocab);")).Diagnostics).Id);

    [Fact]
    public void A_name_of_other_sizes_in_another_entry_point() => GeneratorRun.Of(Sources.Model(
        "return Linear(Tap(\"x\", Embedding(tokens, Vocab, 5)), Vocab);",
        "static Tensor Other([Axes(\"B\", \"T\")] Tokens tokens) => Tap(\"x\", OneHot(tokens, 6));")).Expect(
        ("TDSL050", "Tap(\"x\", OneHot(tokens, 6))", "The tap 'x' is (B, T, 5) in one entry point and (B, T, 6) in another"));

    private static Dictionary<string, string> Files(string source)
    {
        var run = GeneratorRun.Of(source);
        run.Expect();
        return run.Result.Results.Single().GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());
    }
}
