using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Snapshots;

/// <summary>What is written for a GPU, where its runtime is seen.</summary>
public sealed class GpuCodeTests
{
    [Theory]
    [InlineData("Gpu")]
    [InlineData("Kernels")]
    public void A_table_and_a_linear_layer(string file) => Snapshot.Verify(Files(GeneratedCodeTests.Bigram)[$"Small.Bigram.{file}.g.cs"], file);

    [Theory]
    [InlineData("Gpu")]
    [InlineData("Kernels")]
    public void A_declared_transformer(string file) =>
        Snapshot.Verify(Files(GeneratedCodeTests.Transformer(2))[$"Small.Declared.{file}.g.cs"], file);

    // Thirty-two columns, a constant, and rows that are counted when it runs: large enough for tensor cores.
    [Fact]
    public void A_large_product() => Snapshot.Verify(Files("""
        [Model]
        public partial class Wide
        {
            static Tensor Result([Axes("N", "K = 16")] Tensor x) => Einsum("n k, k m -> n m", x, Parameter("w", Normal(1), 16, 32));
        }
        """)["Wide.Kernels.g.cs"], "Kernels");

    // What products alone read is stored in bfloat16 alone, what is added as well in both.
    [Theory]
    [InlineData("Gpu")]
    [InlineData("Kernels")]
    public void Products_of_operands_in_bfloat16(string file) => Snapshot.Verify(Files("""
        [Model]
        public partial class Even
        {
            static Tensor Result([Axes("N", "K = 24")] Tensor x)
            {
                var h = Tanh(x) * 2;
                return h + Linear(Relu(Linear(h, 32)), 24);
            }
        }
        """)[$"Even.{file}.g.cs"], file);

    [Fact]
    public void Without_the_runtime_there_is_none()
    {
        var files = GeneratorRun.Of(GeneratedCodeTests.Bigram).Expect().Result.Results[0].GeneratedSources;
        Assert.DoesNotContain(files, file => file.SourceText.ToString().Contains("Ilgpu", StringComparison.Ordinal));
    }

    [Fact]
    public void Layers_change_no_kernel() => Assert.Equal(
        Files(GeneratedCodeTests.Transformer(2))["Small.Declared.Kernels.g.cs"], Files(GeneratedCodeTests.Transformer(96))["Small.Declared.Kernels.g.cs"]);

    // Kernels have variables of their own beside the sizes, which are called as the user likes.
    [Fact]
    public void Axes_of_any_name() => GeneratorRun.Of(GpuRuntime.Compile("""
        [Model]
        public partial class Odd
        {
            static Tensor Loss([Axes("E", "K", "Tile = 6")] Tensor x, [Axes("S", "K", "Tile = 6")] Tensor y, [Axes("Row", "_e")] Tensor z)
            {
                var scores = Softmax(Einsum("e k w, s k w -> e k s", LayerNorm(x), y));
                var read = Einsum("e k s, s k w -> e k w", scores, y) * Mean(z);
                return Mean(Linear(read, 6) * Sum(x, "K", keep: true));
            }
        }
        """)).ExpectCode();

    // So do methods of programs.
    [Theory]
    [InlineData("B", "isWanted")]
    [InlineData("B", "roundedArena")]
    [InlineData("B", "rounded")]
    [InlineData("IsWanted", "x")]
    public void Axes_and_inputs_of_any_name(string axis, string input) => GeneratorRun.Of(GpuRuntime.Compile($$"""
        [Model]
        public partial class Odd
        {
            static Tensor Loss([Axes("{{axis}}", "K = 24")] Tensor {{input}}) => Mean(Linear(Tanh(Linear(Tanh({{input}}), 32)), 16));
        }
        """)).ExpectCode();

    private static Dictionary<string, string> Files(string source)
    {
        var run = GeneratorRun.Of(GpuRuntime.Compile(source));
        run.ExpectCode();
        return run.Result.Results[0].GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());
    }
}
