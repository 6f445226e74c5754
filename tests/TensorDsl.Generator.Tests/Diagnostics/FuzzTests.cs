using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Half-typed code never makes the generator throw, nor fail inside.</summary>
public class FuzzTests
{
    private const int Cases = 1000;
    private const string Letters = "(){};,.=<>+-*/\"'$@#0aé";

    private static readonly string[] Definitions =
    [
        Sources.Model("""
            var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
            x = Repeat(Layers, x, h =>
            {
                h += SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal);
                h += FeedForward(LayerNorm(h), DFf, Gelu);
                return h;
            });
            return Linear(LayerNorm(x), Vocab);
            """,
            """
            static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets) =>
                CrossEntropy(Logits(tokens), targets);
            """),
        Sources.Model("""
            var (x, n) = Start(tokens);
            for (int i = 0; i < n; i++)
                x = i % 2 == 0 ? Block(x, h => -h * 0.5) : Block(x, Gelu);
            return Einsum("b t d, d k -> b t k", x, Parameter($"w{n}", Zeros, DModel, Widths[1] switch { > 3 and < 20 => DK, _ => DV }));
            """,
            """
            static readonly int[] Widths = [8, 16];
            static (Tensor X, int N) Start(Tokens tokens) => (Embedding(tokens, Vocab, DModel), 2);
            static Tensor Block(Tensor x, Func<Tensor, Tensor> f) { if (DK != DV) return x + f(x); throw new ArgumentException("no"); }
            """),
        "[Transformer(Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 3, DFf = 16, Vocab = 32, Context = 8)] public partial class Net;",
    ];

    [Fact]
    public void A_mutated_definition_never_makes_the_generator_fail()
    {
        var random = new Random(20260101);
        Compilation compilation = Sources.Compile("");
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == "File0.cs");
        GeneratorDriver driver = GeneratorRun.Driver();
        for (int i = 0; i < Cases; i++)
        {
            string source = Definitions[random.Next(Definitions.Length)];
            for (int edits = random.Next(1, 4); edits > 0; edits--)
                source = Mutate(source, random);
            var next = Sources.Parse(source, "File0.cs");
            compilation = compilation.ReplaceSyntaxTree(tree, next);
            tree = next;
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            var result = driver.GetRunResult().Results.Single();
            Assert.True(result.Exception is null, $"The generator threw {result.Exception} on:\n{source}");
            Assert.All(result.Diagnostics, d => Assert.True(d.Id != "TDSL099" && d.Location.SourceTree == tree, $"{d} on:\n{source}"));
        }
    }

    private static string Mutate(string source, Random random)
    {
        var tokens = SyntaxFactory.ParseTokens(source).Where(token => token.Span.Length > 0).ToList();
        if (tokens.Count == 0)
            return source;
        var token = tokens[random.Next(tokens.Count)];
        var other = tokens[random.Next(tokens.Count)];
        var (start, end) = token.SpanStart < other.SpanStart ? (token.SpanStart, other.Span.End) : (other.SpanStart, token.Span.End);
        return random.Next(7) switch
        {
            0 => source[..random.Next(source.Length)],
            1 => source.Remove(token.SpanStart, token.Span.Length),
            2 => source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text),
            3 => source.Insert(token.SpanStart, other.Text + " "),
            4 => source.Remove(start, end - start),
            5 => source.Insert(end, source[start..end]),
            _ => source.Insert(random.Next(source.Length), Letters[random.Next(Letters.Length)].ToString()),
        };
    }
}
