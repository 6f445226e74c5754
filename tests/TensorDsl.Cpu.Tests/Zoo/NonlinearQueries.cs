using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Queries X + f(X) instead of X · W, with a narrow network f of as many parameters as W has: Karbevski, Beyond Linearity in
/// Attention Projections: The Case for Nonlinear Queries, 2026.
/// </summary>
[Model]
internal sealed partial class NonlinearQueries
{
    private const int Vocab = 13, Context = 8, Layers = 2, Heads = 2, DK = 5, DV = 4, DModel = Heads * DK, DFf = 17;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(Layers, x, h =>
        {
            var n = LayerNorm(h);
            var q = SplitAxis(n + FeedForward(n, DModel / 2, Gelu, name: "query"), -1, Heads, DK);
            var k = SplitAxis(Linear(n, Heads * DK, name: "key"), -1, Heads, DK);
            var v = SplitAxis(Linear(n, Heads * DV, name: "value"), -1, Heads, DV);
            h += Linear(MergeAxes(Attention(q, k, v, Mask.Causal), -2), DModel);
            return h + FeedForward(LayerNorm(h), DFf, Gelu);
        });
        return Linear(LayerNorm(x), Vocab);
    }
}
