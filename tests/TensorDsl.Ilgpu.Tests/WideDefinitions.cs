using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

// Heads whose vectors and sums do not fit a thread's variables, so that a few threads share a position.

/// <summary>Of a query two threads have all, of a key's gradient four, whose shares are not of the same length.</summary>
[Model]
internal sealed partial class WideHeads
{
    private const int Vocab = 5, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        return Linear(x + SelfAttention(x, 1, 72, 80, Mask.Causal), Vocab);
    }
}

/// <summary>Vectors that end within a four.</summary>
[Model]
internal sealed partial class WideKeys
{
    private const int Vocab = 5, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        return Linear(x + SelfAttention(x, 1, 98, 41, Mask.None), Vocab);
    }
}
