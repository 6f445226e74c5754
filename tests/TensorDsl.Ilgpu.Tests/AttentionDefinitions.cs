using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

// Attention whose products are wide enough for tensor cores; all other products have too few terms for them.

/// <summary>Several heads, with values longer than keys.</summary>
[Model]
internal sealed partial class CausalHeads
{
    private const int Vocab = 7, DModel = 10;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        return Linear(x + SelfAttention(x, 3, 16, 32, Mask.Causal), Vocab);
    }
}

/// <summary>Heads of the usual width, which see everything.</summary>
[Model]
internal sealed partial class OpenHeads
{
    private const int Vocab = 7, DModel = 10;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        return Linear(x + SelfAttention(x, 2, 64, 64, Mask.None), Vocab);
    }
}

/// <summary>Heads that fit no step of an instruction.</summary>
[Model]
internal sealed partial class OddHeads
{
    private const int Vocab = 7, DModel = 10;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        return Linear(x + SelfAttention(x, 2, 21, 19, Mask.Causal), Vocab);
    }
}

/// <summary>Two layers, so that a prompt's queries are all wanted for the next token.</summary>
[Model]
internal sealed partial class TwoLayers
{
    private const int Vocab = 7, DModel = 10, Context = 80;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + LearnedPositions(tokens, Context, DModel);
        return Linear(Repeat(2, x, h => h + SelfAttention(h, 2, 16, 16, Mask.Causal)), Vocab);
    }
}

/// <summary>Attention of given queries to given keys.</summary>
[Model]
internal sealed partial class OneAttention
{
    internal static Tensor Read(
        [Axes("B", "T", "H = 2", "DK = 64")] Tensor q, [Axes("B", "S", "H = 2", "DK = 64")] Tensor k, [Axes("B", "S", "H = 2", "DV = 24")] Tensor v) =>
        Attention(q, k, v, Mask.None);
}
