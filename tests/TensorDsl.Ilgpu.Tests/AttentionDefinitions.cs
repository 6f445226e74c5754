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

/// <summary>The longest vectors, of which shared memory has room for half a block only.</summary>
[Model]
internal sealed partial class LongHeads
{
    private const int Vocab = 7, DModel = 10;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        return Linear(x + SelfAttention(x, 1, 128, 128, Mask.Causal), Vocab);
    }
}

/// <summary>The longest vectors whose gradients are on tensor cores, with half a block as well.</summary>
[Model]
internal sealed partial class LongKeys
{
    private const int Vocab = 7, DModel = 10;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        return Linear(x + SelfAttention(x, 1, 128, 64, Mask.Causal), Vocab);
    }
}

/// <summary>Queries of one sequence and keys of another, with gradients.</summary>
[Model]
internal sealed partial class Crossing
{
    internal static Tensor Loss([Axes("B", "T", "D = 10")] Tensor x, [Axes("B", "S", "D = 10")] Tensor y)
    {
        var q = Einsum("b t d, d h k -> b t h k", x, Parameter("query", Normal(0.3), 10, 2, 24));
        var k = Einsum("b s d, d h k -> b s h k", y, Parameter("key", Normal(0.3), 10, 2, 24));
        var v = Einsum("b s d, d h v -> b s h v", y, Parameter("value", Normal(0.3), 10, 2, 16));
        var read = Attention(q, k, v, Mask.None);
        return Mean(read * read);
    }
}

/// <summary>The sum of what queries read, whose gradient by an element of a value is the sum of that value's weights.</summary>
[Model]
internal sealed partial class Summed
{
    internal static Tensor Loss([Axes("B", "T", "D = 10")] Tensor x, [Axes("B", "S", "D = 10")] Tensor y)
    {
        var q = Einsum("b t d, d h k -> b t h k", x, Parameter("query", Normal(0.3), 10, 2, 80));
        var k = Einsum("b s d, d h k -> b s h k", y, Parameter("key", Normal(0.3), 10, 2, 80));
        return Sum(Attention(q, k, Einsum("b s d, d h v -> b s h v", y, Parameter("value", Normal(0.3), 10, 2, 16)), Mask.None));
    }
}
