extern alias generator;

using System.Text.RegularExpressions;
using generator::TensorDsl.Generator;
using generator::TensorDsl.Generator.Emission.Ilgpu;
using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Scheduling;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Gpu;

/// <summary>Which products a library may compute in place of a device's own kernels.</summary>
public sealed partial class LibraryProductTests
{
    private const string Biased = "z + Einsum(\"b c m k, k n -> b c m n\", x, Parameter(\"w\", Normal(1), 32, 40))";

    [Theory]
    [InlineData(Biased, "IMatrixProduct")]
    [InlineData("Einsum(\"b c m k, b c n k -> b c m n\", x, y)", "IMatrixProduct")]
    [InlineData("Einsum(\"b c m k, b c n k -> b m c n\", x, y)", "ITensorProduct")]
    [InlineData("Einsum(\"b c m k, k n -> b c m n\", Slice(x, \"K\", 0, 16, step: 2), Parameter(\"w\", Normal(1), 16, 40))", "ITensorProduct")]
    [InlineData("Einsum(\"b c m k, k n -> b c m n\", Slice(x, \"K\", 31, 32, step: -1), Parameter(\"w\", Normal(1), 32, 40))", "ITensorProduct")]
    [InlineData("Einsum(\"b c m k, k n -> b c m n\", Slice(x, \"K\", 3, 16), Parameter(\"w\", Normal(1), 16, 40))", "IMatrixProduct")]
    [InlineData("Einsum(\"b c m k, k n -> b c m n\", x, Parameter(\"w\", Normal(1), 32, 8))", "IProduct")]
    public void Plain_matrices_at_one_distance(string product, string kind)
    {
        Assert.Equal([kind], Kinds(Source(product)));
    }

    // In a generation the place of the positions' rows is in the device's memory, where the host cannot read it.
    [Fact]
    public void Places_that_only_the_device_knows_are_none()
    {
        const string Source = """
            [Model(Incremental = true)]
            public partial class One
            {
                static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
                    SelfAttention(Embedding(tokens, 40, 48) + Linear(LearnedPositions(tokens, 100, 64), 48), 2, 20, 20, Mask.Causal);
            }
            """;
        var kinds = Kinds(Source);
        Assert.Contains("IMatrixProduct", kinds);
        Assert.Contains("ITensorProduct", kinds);
    }

    // To measure a product is to run it again, over what it stored.
    [Fact]
    public void A_step_that_reads_what_it_stores_is_none()
    {
        var plan = Plans(Source(Biased)).Programs.Single(plan => plan.Name == "Result");
        var step = Assert.Single(plan.Steps.OfType<ContractStep>());
        var reads = step.Reads.Select(read => View.Of(read).Base).Distinct().ToList();
        Assert.Equal(3, reads.Count);
        Assert.NotNull(Of(node => Name(node)));
        Assert.All(reads, read => Assert.Null(Of(node => Name(node == read ? step.Stored[^1] : node))));

        LibraryProduct? Of(Func<Node, string> address) =>
            LibraryProduct.Of(step, Product.Of(step.Contract), new ViewParameters([], address, address, null, new RoundedValues(plan, _ => false)));
        string Name(Node node) => node == step.Stored[^1] ? "result" : $"read{reads.IndexOf(node)}";
    }

    private static IEnumerable<string> Kinds(string source)
    {
        var run = GeneratorRun.Of(GpuRuntime.Compile(source));
        run.ExpectCode();
        string kernels = run.Result.Results[0].GeneratedSources.Single(file => file.HintName == "One.Kernels.g.cs").SourceText.ToString();
        return Kernel().Matches(kernels).Select(match => match.Groups[1].Value).Distinct();
    }

    private static ModelPlans Plans(string source) =>
        ModelStages.Schedule(Elaborated.Program(source), ModelStages.Differentiate(Elaborated.Program(source), Elaborated.Graph(source)));

    private static string Source(string product) => $$"""
        [Model]
        public partial class One
        {
            static Tensor Result([Axes("B", "C", "M", "K = 32")] Tensor x, [Axes("B", "C", "N = 40", "K = 32")] Tensor y, [Axes("B", "C", "M", "N = 40")] Tensor z) => {{product}};
        }
        """;

    [GeneratedRegex(@"struct Product\d+\([^)]*\) : Gpu::(\w+)")]
    private static partial Regex Kernel();
}
