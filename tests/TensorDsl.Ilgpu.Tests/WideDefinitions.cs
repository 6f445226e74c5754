using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

// Heads whose vectors do not fit a thread's variables, so that kernels keep them elsewhere and compute sums by slices.

/// <summary>Keys and values that stay where they are.</summary>
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

/// <summary>Keys and values that a group keeps in shared memory.</summary>
[Model]
internal sealed partial class WideKeys
{
    private const int Vocab = 5, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        return Linear(x + SelfAttention(x, 1, 100, 40, Mask.None), Vocab);
    }
}
