using System.Text.RegularExpressions;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Snapshots;

/// <summary>What is written for two small models, to be read in reviews, and what holds for any.</summary>
public sealed partial class GeneratedCodeTests
{
    internal const string Bigram = """
        namespace Small;

        [Model]
        public partial class Bigram
        {
            const int Vocab = 7, Width = 5;

            static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
                Linear(Gelu(Embedding(tokens, Vocab, Width)), Vocab);
        }
        """;

    [Theory]
    [InlineData("Model")]
    [InlineData("Parameters")]
    [InlineData("Programs")]
    public void A_table_and_a_linear_layer(string file) => Snapshot.Verify(Files(Bigram)[$"Small.Bigram.{file}.g.cs"], file);

    [Theory]
    [InlineData("Model")]
    [InlineData("Parameters")]
    [InlineData("Programs")]
    public void A_declared_transformer(string file) => Snapshot.Verify(Files(Transformer(2))[$"Small.Declared.{file}.g.cs"], file);

    [Fact]
    public void Layers_change_numbers_and_nothing_else()
    {
        var two = Files(Transformer(2));
        var many = Files(Transformer(96));
        Assert.Equal(two.Keys, many.Keys);
        Assert.All(two.Keys, file => Assert.Equal(Numberless(two[file]), Numberless(many[file])));
        Assert.NotEqual(two["Small.Declared.Programs.g.cs"], many["Small.Declared.Programs.g.cs"]);
    }

    [Fact]
    public void Attention_streams_in_both_directions()
    {
        string programs = Files(Transformer(2))["Small.Declared.Programs.g.cs"];
        Assert.Contains("Attention.Forward<V, Cpu::CausalMask>", programs, StringComparison.Ordinal);
        Assert.Contains("Attention.Backward<V, Cpu::CausalMask>", programs, StringComparison.Ordinal);
        Assert.DoesNotContain("Gemm.MultiplyBatch", programs, StringComparison.Ordinal);
    }

    private static string Numberless(string code) => Number().Replace(Fingerprint().Replace(code, "#"), "#");

    internal static string Transformer(int layers) => $"""
        namespace Small;

        [Transformer(Layers = {layers}, Heads = 2, DModel = 6, DK = 3, DV = 5, DFf = 8, Vocab = 7, Context = 4)]
        public partial class Declared;
        """;

    private static Dictionary<string, string> Files(string source) => GeneratorRun.Of(source).Expect().Result.Results[0]
        .GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());

    [GeneratedRegex(@"\d+([,.]\d+)*(E-?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex("\"[0-9a-f]{32}\"")]
    private static partial Regex Fingerprint();
}
