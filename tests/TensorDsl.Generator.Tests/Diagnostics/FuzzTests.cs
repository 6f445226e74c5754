using System.Globalization;
using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Half-typed code never makes the generator throw, fail inside or hang.</summary>
public class FuzzTests
{
    private const int CasesPerChain = 50;

    // Another seed, or more cases, by hand.
    private static readonly int Seed = Setting("TENSORDSL_FUZZ_SEED", 20260101);
    private static readonly int Cases = Setting("TENSORDSL_FUZZ_CASES", 10_000);

    private static readonly TimeSpan Hanging = TimeSpan.FromMinutes(5);

    private static readonly (string Name, string Model, string Beside)[] Definitions =
    [
        .. Repository.Models(),
        ("Choices", Sources.Model("""
            var (x, n) = Start(tokens);
            for (int i = 0; i < n; i++)
                x = i % 2 == 0 ? Block(x, h => -h * 0.5) : Block(x, Gelu);
            return Einsum("b t d, d k -> b t k", x, Parameter($"w{n}", Zeros, DModel, Widths[1] switch { > 3 and < 20 => DK, _ => DV }));
            """,
            """
            static readonly int[] Widths = [8, 16];
            static (Tensor X, int N) Start(Tokens tokens) => (Embedding(tokens, Vocab, DModel), 2);
            static Tensor Block(Tensor x, Func<Tensor, Tensor> f) { if (DK != DV) return x + f(x); throw new ArgumentException("no"); }
            static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets) => CrossEntropy(Logits(tokens), targets);
            """), ""),
    ];

    public static TheoryData<string> Names => [.. Definitions.Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_mutated_is_right(string name)
    {
        var (_, model, beside) = Definitions.First(definition => definition.Name == name);
        Assert.Empty(GeneratorRun.Of(model, beside).Diagnostics);
    }

    [Fact]
    public void A_mutated_definition_never_makes_the_generator_fail()
    {
        string[] texts = [.. Definitions.Select(definition => definition.Model)];
        var options = new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, Cases / CasesPerChain, options, chain => Run(chain, texts));
    }

    // Each chain has its own chance, so that it does not matter which thread runs it when.
    private static void Run(int chain, string[] texts)
    {
        var random = new Random(unchecked(Seed + (chain * 7919)));
        var mutation = new Mutation(random, texts);
        var (_, model, beside) = Definitions[chain % Definitions.Length];
        Compilation compilation = Sources.Compile(model, beside);
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == "File0.cs");
        GeneratorDriver driver = GeneratorRun.Driver();
        for (int i = 0; i < CasesPerChain; i++)
        {
            string source = mutation.Of(model);
            var next = Sources.Parse(source, "File0.cs");
            compilation = compilation.ReplaceSyntaxTree(tree, next);
            tree = next;
            driver = Next(driver, compilation, source);
            var result = driver.GetRunResult().Results.Single();
            Assert.True(result.Exception is null, $"The generator threw {result.Exception} on:\n{source}");
            Assert.All(result.Diagnostics, d => Assert.True(d.Id != "TDSL099" && compilation.ContainsSyntaxTree(d.Location.SourceTree!), $"{d} on:\n{source}"));
        }
    }

    private static GeneratorDriver Next(GeneratorDriver driver, Compilation compilation, string source)
    {
        using var hanging = new CancellationTokenSource(Hanging);
        try
        {
            return driver.RunGenerators(compilation, hanging.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The generator took more than {Hanging} on:\n{source}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
