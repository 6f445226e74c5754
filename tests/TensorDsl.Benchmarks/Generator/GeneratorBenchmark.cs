extern alias generator;
using System.Diagnostics;
using generator::TensorDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Benchmarks;

/// <summary>The least and the median time of something that was repeated.</summary>
internal sealed record GeneratorTime(string What, double Milliseconds, double MedianMilliseconds)
{
    public static GeneratorTime Of(string what, IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new GeneratorTime(what, sorted[0], sorted[sorted.Length / 2]);
    }
}

/// <summary>
/// What a developer waits for: the code of GPT-2 from its definition, stage by stage, and a keystroke in another file,
/// both with the generator loaded and compiled.
/// </summary>
internal static class GeneratorBenchmark
{
    private const int Runs = 40;

    private const string Gpt2 = """
        using TensorDsl;
        using static TensorDsl.Ops;

        [Model]
        public partial class Gpt2
        {
            const int Layers = 12, Heads = 12, DModel = 768, Context = 1024, Vocab = 50257;

            static Tensor Logits([Axes("B", "T")] Tokens tokens)
            {
                var table = Parameter("embedding", Normal(0.02), Vocab, DModel);
                var x = Embedding(tokens, table) + LearnedPositions(tokens, Context, DModel);
                x = Repeat(Layers, x, h =>
                {
                    h += SelfAttention(LayerNorm(h), Heads, DModel / Heads, DModel / Heads, Mask.Causal);
                    h += FeedForward(LayerNorm(h), 4 * DModel, Gelu);
                    return h;
                });
                return Unembed(LayerNorm(x), table);
            }
        }
        """;

    private static readonly string[] Stages = ["Reading", "Elaboration", "Differentiation", "Scheduling", "Emission"];

    public static IReadOnlyList<GeneratorTime> Run()
    {
        var compilation = CSharpCompilation.Create(
            "Measured", [Tree(Gpt2), Tree(Other(0))], References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        for (int i = 0; i < Runs; i++)
            Driver(tracksSteps: false).RunGenerators(compilation);

        var whole = new List<double>();
        var stages = Stages.ToDictionary(stage => stage, _ => new List<double>());
        for (int i = 0; i < Runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Driver(tracksSteps: false).RunGenerators(compilation.Clone());
            whole.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);

            var steps = Driver(tracksSteps: true).RunGenerators(compilation.Clone()).GetRunResult().Results.Single().TrackedSteps;
            foreach (var (stage, times) in stages)
                times.Add(steps[stage].Sum(step => step.ElapsedTime.TotalMilliseconds));
        }

        return
        [
            GeneratorTime.Of("GPT-2, all stages", whole),
            .. Stages.Skip(1).Select(stage => GeneratorTime.Of($"  {stage}", stages[stage])),
            GeneratorTime.Of("a keystroke in another file", Keystrokes(compilation)),
        ];
    }

    // The definition is not touched, but bound anew, as all of a changed project is.
    private static List<double> Keystrokes(Compilation compilation)
    {
        var driver = Driver(tracksSteps: false).RunGenerators(compilation);
        var times = new List<double>();
        for (int i = 1; i <= 2 * Runs; i++)
        {
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Last(), Tree(Other(i)));
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilation);
            if (i > Runs)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static string Other(int value) => $"public class Other {{ public int Value => {value}; }}";

    private static SyntaxTree Tree(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview));

    private static GeneratorDriver Driver(bool tracksSteps) => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(LanguageVersion.Preview),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracksSteps));

    private static IEnumerable<MetadataReference> References() => Directory
        .GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
        .Where(path => !Path.GetFileName(path).Contains("Native", StringComparison.Ordinal))
        .Append(typeof(Tensor).Assembly.Location)
        .Select(path => MetadataReference.CreateFromFile(path));
}
