using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Two layers of attention and nothing else, the smallest model in which induction heads form: no norms, no biases, positions
/// seen by queries and keys but not by values
/// (Elhage et al.: A Mathematical Framework for Transformer Circuits, 2021).
/// </summary>
[Model]
internal sealed partial class AttentionOnly
{
    private const int Vocab = 13, Context = 24, Layers = 2, Heads = 3, DModel = 10, DK = 4, DV = 3;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel);
        var positions = LearnedPositions(tokens, Context, DModel);
        x = Repeat(Layers, x, h =>
        {
            var q = SplitAxis(Linear(h + positions, Heads * DK, bias: false, name: "query"), -1, Heads, DK);
            var k = SplitAxis(Linear(h + positions, Heads * DK, bias: false, name: "key"), -1, Heads, DK);
            var v = SplitAxis(Linear(h, Heads * DV, bias: false, name: "value"), -1, Heads, DV);
            return h + Linear(MergeAxes(Attention(q, k, v, Mask.Causal), -2), DModel, bias: false, name: "output");
        });
        return Linear(x, Vocab, bias: false, name: "unembedding");
    }
}
