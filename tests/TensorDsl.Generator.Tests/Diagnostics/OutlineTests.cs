using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>A mistake in a definition is the only error of a project that uses the model.</summary>
public class OutlineTests
{
    private const string Use = """
        static class Use
        {
            public static float Train(int[] tokens, float[] logits)
            {
                using var model = new Net(threads: 2, seed: 1);
                using var bound = new Net(Device.Cpu, seed: 1);
                Console.WriteLine(bound.Device);
                model.Logits(tokens, 1, 2, logits);
                ILanguageModel any = model;
                model.Parameters.Initialize(1);
                model.Differentiate(tokens, tokens, 1, 2);
                _ = model.Weights.Layers[2].Query;
                return Net.Layout.Count + model.Team.Count + model.Loss(tokens, tokens, b: 1, t: 2) + model.Backward(tokens, tokens, 1, 2);
            }
        }
        """;

    private const string Right = "return Repeat(2, Linear(Embedding(tokens, Vocab, DModel), Vocab), h => h + Parameter(\"query\", Zeros, Vocab));";

    [Theory]
    [InlineData("return Embedding(tokens, Vocab, DModel) + Embedding(tokens, Vocab, DFf);", "TDSL010")]
    [InlineData("return Embedding(tokens, Vocab, DModel - 500);", "TDSL013")]
    [InlineData("Console.WriteLine(1); return Embedding(tokens, Vocab, DModel);", "TDSL003")]
    public void A_wrong_definition(string body, string id) => OnlyErrors(Sources.Model(body), id);

    [Theory]
    [InlineData("return Embedding(tokens, Vocab, );", "CS1525")]
    [InlineData("return Embeding(tokens, Vocab, DModel);", "CS0103")]
    public void A_half_typed_definition(string body, string id) => OnlyErrors(Sources.Model(body), id);

    [Fact]
    public void A_wrong_declaration() => OnlyErrors(
        "[Transformer(Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 4, DFf = 16, Vocab = 96)] public partial class Net;", "TDSL013");

    [Fact]
    public void A_right_definition() => OnlyErrors(Sources.Model(Right));

    [Fact]
    public void A_loss_of_its_own_has_its_own_inputs()
    {
        var run = GeneratorRun.Of("""
            [Model]
            public sealed partial class Net
            {
                static Tensor Loss([Axes("N")] Tokens x, [Axes("N", "M")] Tokens y) => Sum(Embedding(x, 3, 4) + Embedding(y, 3, 5));
            }

            static class Use { public static float Run(Net net, int[] x, int[] y) => net.Backward(x, y, n: 1, m: 2); }
            """);
        Assert.Equal(["TDSL010"], run.Errors);
    }

    [Fact]
    public void A_project_without_pointers()
    {
        var compilation = Sources.Compile(Sources.Model(Right), Use);
        var without = compilation.WithOptions(compilation.Options.WithAllowUnsafe(false));
        var run = GeneratorRun.Of(without);
        Assert.Equal(["TDSL009"], run.Errors);
        Assert.Equal("Net", Text(Assert.Single(run.Diagnostics).Location));

        // The project is mended while the definition stays as it is.
        var driver = GeneratorRun.Driver().RunGenerators(without, TestContext.Current.CancellationToken);
        var mended = driver.RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult();
        Assert.Empty(mended.Diagnostics);
        Assert.Contains(mended.GeneratedTrees, tree => tree.ToString().Contains("unsafe", StringComparison.Ordinal));
    }

    private static string Text(Location place) => place.SourceTree!.ToString().Substring(place.SourceSpan.Start, place.SourceSpan.Length);

    private static void OnlyErrors(string definition, params string[] ids) => Assert.Equal(ids, GeneratorRun.Of(definition, Use).Errors);
}
