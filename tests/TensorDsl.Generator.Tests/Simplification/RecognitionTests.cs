extern alias generator;

using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Simplification;
using TensorDsl.Generator.Tests.RandomDefinitions;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Simplification;

/// <summary>Which attention streams.</summary>
public class RecognitionTests
{
    [Theory]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.Causal)", "Causal")]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.None)", "None")]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.None & Mask.Causal)", "Causal")]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.Causal, rotate: q => Rotary(q))", "Causal")]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.Causal, keyHeads: 2)", "Causal")]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.None, keyHeads: 1, rotate: q => Rotary(RmsNorm(q), 500000))", "None")]
    [InlineData("SelfAttention(x / Temperature(2), 8, 4, 5, Mask.Causal)", "Causal")]
    [InlineData("CrossAttention(x, memory, 8, 4, 5, Mask.None)", "None")]
    [InlineData("CrossAttention(x, memory, 8, 4, 5, Mask.None, keyHeads: 4)", "None")]
    [InlineData("DecoderLayer(x, memory, 8, 4, 5, 7, Mask.None)", "Causal", "None")]
    [InlineData("Repeat(2, x, h => EncoderLayer(h, 8, 4, 5, 7, Mask.Causal, Gelu, NormPlacement.Pre))", "Causal")]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.Causal & Mask.Window(3))")]
    [InlineData("SelfAttention(x, 8, 4, 5, Mask.Causal, relative: Alibi(x, 8))")]
    [InlineData("SelfAttention(x, 8, 4, 5, !Mask.Causal)")]
    public void Attention_streams_where_the_kernel_knows_the_mask(string expression, params string[] masks)
    {
        var graph = Elaborated.Graph($$"""
            [Model]
            public partial class Net
            {
                static Tensor Logits([Axes("B", "T")] Tokens tokens, [Axes("B", "S")] Tokens source)
                {
                    var x = Embedding(tokens, 9, 6);
                    var memory = Embedding(source, 9, 7);
                    return Linear({{expression}} + 0 * Mean(memory), 9);
                }
            }
            """);
        AttentionRecognition.Run(graph);
        Assert.Equal(masks, All(graph.Main).OfType<AttentionNode>().Select(node => node.Mask.ToString()));
    }

    // What is not softmax over the keys, or is to be seen, is computed as it is written.
    [Theory]
    [InlineData("Softmax(Where(key <= query, scores, -1e30))", "Causal")]
    [InlineData("Exp(scores - Max(scores, -1, keep: true)) / Sum(Exp(scores - Max(scores, -1, keep: true)), -1, keep: true)", "None")]
    [InlineData("Tap(\"weights\", Softmax(scores))")]
    [InlineData("Tap(\"weights\", Softmax(Where(key <= query, scores, -1e30)))")]
    [InlineData("Softmax(Where(key <= query, scores, -1))")]
    [InlineData("Softmax(Where(key <= query, scores, -9e29))")]
    [InlineData("Softmax(Where(key <= query, scores, 0))")]
    [InlineData("Softmax(Where(query <= key, scores, -1e30))")]
    [InlineData("Softmax(Where(key < query, scores, -1e30))")]
    [InlineData("Softmax(Where(key <= key, scores, -1e30))")]
    [InlineData("Softmax(Where(query <= query, scores, -1e30))")]
    [InlineData("Softmax(scores, -2)")]
    [InlineData("Softmax(Where(key <= query, scores, -1e30), -2)")]
    [InlineData("Transpose(Softmax(scores, -2), 0, 1, 3, 2)")]
    [InlineData("Transpose(Softmax(Where(key <= query, scores, -1e30), -2), 0, 1, 3, 2)")]
    [InlineData("Transpose(Softmax(Where(key <= query, scores, -1e30)), 0, 1, 3, 2)")]
    [InlineData("Exp(scores - Max(Abs(scores), -1, keep: true)) / Sum(Exp(scores - Max(Abs(scores), -1, keep: true)), -1, keep: true)")]
    [InlineData("Exp(scores - Max(scores, -2, keep: true)) / Sum(Exp(scores - Max(scores, -2, keep: true)), -1, keep: true)")]
    [InlineData("Exp(scores - Max(scores, -1, keep: true)) / Sum(Exp(scores - Max(scores, -1, keep: true)), -2, keep: true)")]
    [InlineData("Exp(scores - Max(scores, -1, keep: true)) / Sum(Exp(Tanh(scores)), -1, keep: true)")]
    public void Weights_that_are_written_out(string weights, params string[] masks)
    {
        string source = $$"""
            [Model]
            public sealed partial class Net
            {
                public static Tensor Logits([Axes("B", "T")] Tokens tokens)
                {
                    var x = Embedding(tokens, 9, 6, Normal(1));
                    var q = SplitAxis(Linear(x, 10, name: "q"), -1, 2, 5);
                    var k = SplitAxis(Linear(x, 10, name: "k"), -1, 2, 5);
                    var scores = Einsum("b t h d, b s h d -> b h t s", q, k) * 0.7;
                    var key = Index(scores, -1);
                    var query = Unsqueeze(Index(scores, -2), 1);
                    var weights = {{weights}};
                    return Linear(Rename(MergeAxes(Einsum("b h t s, b s h d -> b t h d", weights, q), -2), 1, "T"), 9);
                }
            }
            """;
        var graph = Elaborated.Graph(source, looking: "Logits");
        AttentionRecognition.Run(graph);
        Assert.Equal(masks, All(graph.Main).OfType<AttentionNode>().Select(node => node.Mask.ToString()));

        using var compiled = new CompiledDefinitions([source]);
        Assert.Null(DefinitionAgreement.Difference(compiled, "Net"));
    }

    private static IEnumerable<Node> All(Region region) =>
        region.Nodes.SelectMany(node => node is LoopNode loop ? [.. All(loop.Body), node] : new[] { node });
}
