using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

// Heads whose vectors and sums do not fit a thread's variables, so that a few threads share a position.

/// <summary>Four threads share a position, whose last ones have less of a key.</summary>
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

/// <summary>Sixteen threads share a position, and a block has half as many positions as others.</summary>
[Model]
internal sealed partial class WidestHeads
{
    internal static Tensor Loss([Axes("B", "T", "D = 3")] Tensor x, [Axes("B", "S", "D = 3")] Tensor y)
    {
        var q = Einsum("b t d, d h k -> b t h k", x, Parameter("query", Normal(0.3), 3, 1, 400));
        var k = Einsum("b s d, d h k -> b s h k", y, Parameter("key", Normal(0.3), 3, 1, 400));
        var v = Einsum("b s d, d h v -> b s h v", y, Parameter("value", Normal(0.3), 3, 1, 300));
        var read = Attention(q, k, v, Mask.None);
        return Mean(read * read);
    }
}
