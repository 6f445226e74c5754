using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>A mistake says which calls led to it, and where they stand.</summary>
public class CallPathTests
{
    [Fact]
    public void Through_a_block_a_loop_and_a_method() => Expect("""
        return Stack(Embedding(tokens, Vocab, DModel));
        """,
        """
        static Tensor Stack(Tensor x) => Repeat(Layers, x, h => h + SelfAttention(h, 0, DK, DV, Mask.Causal));
        """,
        "SelfAttention(h, 0, DK, DV, Mask.Causal)",
        "SelfAttention ← body of Repeat ← Stack ← Logits",
        "Repeat(Layers, x, h => h + SelfAttention(h, 0, DK, DV, Mask.Causal))", "Stack(Embedding(tokens, Vocab, DModel))", "Logits");

    [Fact]
    public void Through_methods() => Expect("""
        return Outer(Embedding(tokens, Vocab, DModel));
        """,
        """
        static Tensor Outer(Tensor x) => Inner(x);
        static Tensor Inner(Tensor x) => Mean(x, "D");
        """,
        "Mean(x, \"D\")", "Inner ← Outer ← Logits", "Inner(x)", "Outer(Embedding(tokens, Vocab, DModel))", "Logits");

    [Fact]
    public void Through_a_method_as_a_value() => Expect("""
        return Repeat(Layers, Embedding(tokens, Vocab, DModel), Mix);
        """,
        "static Tensor Mix(Tensor x) => x + Linear(x, DFf);",
        "x + Linear(x, DFf)", "Mix ← Repeat ← Logits", "Mix", "Repeat(Layers, Embedding(tokens, Vocab, DModel), Mix)", "Logits");

    [Fact]
    public void Through_local_functions_and_lambdas() => Expect("""
        var x = Embedding(tokens, Vocab, DModel);
        Func<Tensor, Tensor> f = y => Local(y);
        return f(x);
        Tensor Local(Tensor y) => Softmax(y, "S");
        """,
        "",
        "Softmax(y, \"S\")", "Local ← a lambda ← Logits", "Local(y)", "Logits");

    [Fact]
    public void Through_an_activation() => Expect("""
        return FeedForward(Embedding(tokens, Vocab, DModel), DFf, h => h / Max(h, "H"));
        """,
        "",
        "Max(h, \"H\")", "body of FeedForward ← Logits", "FeedForward(Embedding(tokens, Vocab, DModel), DFf, h => h / Max(h, \"H\"))", "Logits");

    [Fact]
    public void Of_a_constant() => Expect("""
        return Embedding(tokens, Vocab, Width(0));
        """,
        "static int Width(int n) => 8 / n;",
        "8 / n", "Width ← Logits", "Width(0)", "Logits");

    [Fact]
    public void Inside_a_block_of_blocks()
    {
        var run = GeneratorRun.Of(Sources.Model("return DecoderOnly(tokens, Layers, Heads, DModel, DK, -1, DFf, Vocab, Context);"));
        run.Expect((
            "TDSL013", "DecoderOnly(tokens, Layers, Heads, DModel, DK, -1, DFf, Vocab, Context)",
            "The width of the values must be positive, but is -1 (in selfAttention ← layers ← DecoderOnly ← Logits)"));
    }

    private static void Expect(string body, string members, string text, string path, params string[] sites)
    {
        var diagnostic = Assert.Single(GeneratorRun.Of(Sources.Model(body, members)).Diagnostics);
        string source = diagnostic.Location.SourceTree!.ToString();
        Assert.Equal(text, source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.EndsWith($" (in {path})", diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(sites, diagnostic.AdditionalLocations.Select(site => source.Substring(site.SourceSpan.Start, site.SourceSpan.Length)));
    }
}
