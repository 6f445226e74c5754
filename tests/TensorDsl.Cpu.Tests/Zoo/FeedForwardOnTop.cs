using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// A transformer whose upper layers have no attention, as those of language models can do without: He, Sun, Shen and Li, What
/// Matters in Transformers? Not All Attention is Needed, 2024.
/// </summary>
[Model]
internal sealed partial class FeedForwardOnTop
{
    private const int Vocab = 13, Layers = 4, WithAttention = 2, Heads = 2, DModel = 11, DK = 4, DV = 3, DFf = 17;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + SinusoidalPositions(tokens, DModel);
        for (int layer = 0; layer < Layers; layer++)
        {
            if (layer < WithAttention)
                x += SelfAttention(LayerNorm(x), Heads, DK, DV, Mask.Causal);
            x += FeedForward(LayerNorm(x), DFf, Gelu);
        }

        return Linear(LayerNorm(x), Vocab);
    }
}
