extern alias generator;

using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Simplification;
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

    private static IEnumerable<Node> All(Region region) =>
        region.Nodes.SelectMany(node => node is LoopNode loop ? [.. All(loop.Body), node] : new[] { node });
}
