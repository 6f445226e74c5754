using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

// Small models that between them use every kernel and every way of writing one. Odd sizes on purpose.

/// <summary>One head, sizes that fit no vector.</summary>
[Model]
internal sealed partial class OneHead
{
    private const int Vocab = 11, Context = 5, Layers = 1, Heads = 1, DModel = 7, DK = 3, DV = 5, DFf = 9;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
        DecoderOnly(tokens, Layers, Heads, DModel, DK, DV, DFf, Vocab, Context);
}

/// <summary>Two layers, d_k ≠ d_v, biases everywhere, every position sees all others.</summary>
[Model]
internal sealed partial class Bidirectional
{
    private const int Vocab = 13, Context = 9, Heads = 3, DModel = 20, DK = 4, DV = 6, DFf = 24;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.None);
            return h + FeedForward(LayerNorm(h), DFf, GeluTanh);
        });
        return Linear(LayerNorm(x), Vocab);
    }
}

/// <summary>The purely declarative form, three layers.</summary>
[Transformer(Layers = 3, Heads = 2, DModel = 16, DK = 8, DV = 5, DFf = 33, Vocab = 17, Context = 8)]
internal sealed partial class Declared;

/// <summary>Attention written out in a way that the compiler does not recognise: a learned temperature, values mixed twice.</summary>
[Model]
internal sealed partial class WrittenOut
{
    private const int Vocab = 10, Context = 6, Heads = 2, DModel = 12, DK = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        var temperature = Parameter("temperature", ConstantOf(0.7), Heads, 1, 1);
        x = Repeat(2, x, h =>
        {
            var n = LayerNorm(h);
            var q = SplitAxis(Linear(n, Heads * DK, name: "query"), -1, Heads, DK);
            var k = SplitAxis(Linear(n, Heads * DK, name: "key"), -1, Heads, DK);
            var v = SplitAxis(Linear(n, Heads * DK, name: "value"), -1, Heads, DK);
            var scores = Einsum("b t h d, b s h d -> b h t s", q, k) / temperature;
            var weights = Softmax(scores);
            var read = Einsum("b h t s, b s h d -> b t h d", weights, v);
            var twice = Einsum("b h t s, b s h d -> b t h d", weights, Tanh(read));
            return h + Linear(MergeAxes(read + twice, -2), DModel, name: "output");
        });
        return Linear(x, Vocab);
    }
}

/// <summary>One set of weights for all layers, captured by the loop; a loss of its own; sums over unusual axes.</summary>
[Model]
internal sealed partial class Shared
{
    private const int Vocab = 8, DModel = 10;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var weight = Parameter("weight", Normal(0.3), DModel, DModel);
        var x = Embedding(tokens, Vocab, DModel, Normal(1));
        x = Repeat(3, x, h => h + Silu(MatMul(h, weight)) - (0.1 * Mean(h, "T", keep: true)));
        return Linear(x * Sigmoid(Mean(x, -1, keep: true)), Vocab);
    }

    internal static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
    {
        var logits = Logits(tokens);
        return CrossEntropy(logits, targets) + (1e-2 * Mean(logits * logits));
    }
}

/// <summary>Layers that differ, from a C# loop; transposes, a max, and a contraction whose operands lie crosswise.</summary>
[Model]
internal sealed partial class Unrolled
{
    private const int Vocab = 9, Context = 6, DModel = 8;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.5)) + LearnedPositions(tokens, Context, DModel);
        for (int layer = 0; layer < 3; layer++)
        {
            x = layer % 2 == 0 ? x + FeedForward(LayerNorm(x), 12 + layer, Relu) : x / (1 + Abs(x));
        }

        var crossed = Transpose(x, 0, 2, 1);
        var gram = Einsum("b d t, b e t -> e b d", crossed, crossed);
        x += Einsum("e b d, b t e -> b t d", gram, Tanh(x)) * 0.1;
        x -= 0.5 * Max(x, -1, keep: true);
        return Linear(Where(x > 0.1, Exp(-x), Sqrt(Abs(x) + 0.5)), Vocab);
    }
}

/// <summary>Two loops, one after the other, the second over the first's result and an earlier value.</summary>
[Model]
internal sealed partial class TwoLoops
{
    private const int Vocab = 12, DModel = 16;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var start = Embedding(tokens, Vocab, DModel, Normal(0.5));
        var first = Repeat(2, start, h => h + (0.3 * FeedForward(h, 20, Gelu)), name: "lower");
        var second = Repeat(3, first, h => LayerNorm(h + (0.2 * Sin(start)) + Cos(Linear(h, DModel))), name: "upper");
        return Linear(second + first, Vocab);
    }
}

/// <summary>A loop in a loop, both with parameters and with a value from outside; contractions that lie crosswise.</summary>
[Model]
internal sealed partial class Nested
{
    private const int Vocab = 6, DModel = 9;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.5));
        x -= Repeat(2, x, h => Sin(h) * Softmax(h) + (0.2 * Max(Cos(h) / (1.5 + Sin(h)), "T", keep: true)));
        var y = Repeat(2, x, h => Repeat(3, h + x, g => g + (0.3 * Gelu(Linear(g, DModel)) * x), name: "inner") + LayerNorm(h));
        var gram = Einsum("b t d, b s d -> t s b", y, x) * 0.1;
        y += Einsum("t s b, b s d -> b t d", gram, x);
        var total = Einsum("b t d, b t d -> d", y, x);
        return Linear(y * (1 + Tanh(total)), Vocab);
    }
}

/// <summary>No loop and the same values on both sides of products: forward and backward share one region.</summary>
[Model]
internal sealed partial class Flat
{
    private const int Vocab = 10, DModel = 21;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var table = Parameter("table", Normal(0.3), Vocab, DModel);
        var x = Embedding(tokens, table);
        x += Linear(x, DModel);
        x += Gelu(Linear(x, DModel));
        x = Minimum(x, 0.5 * Linear(LayerNorm(x), DModel)) * Softmax(x);
        return Unembed(x - Max(x, "T", keep: true), table);
    }
}

/// <summary>Parameters that start equal to the last bit, where maxima, minima and absolute values have their kinks.</summary>
[Model]
internal sealed partial class Ties
{
    private const int Vocab = 7, DModel = 9;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var left = Parameter("left", Zeros, DModel);
        var right = Parameter("right", Zeros, DModel);
        var kinks = Maximum(left, right) + (2 * Minimum(left, right)) + (3 * Abs(left)) + (4 * Relu(right));
        var x = Embedding(tokens, Vocab, DModel, Normal(0.5));
        return Linear(x + kinks + (x * Max(left, -1, keep: true)), Vocab);
    }
}

/// <summary>Masks that look causal and are not: one looks ahead, the other only weighs less what it hides.</summary>
[Model]
internal sealed partial class OtherMasks
{
    private const int Vocab = 9, Context = 7, Heads = 2, Width = 4, DModel = 8;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.5)) + LearnedPositions(tokens, Context, DModel, Normal(0.5));
        x += Linear(Read(x, isAhead: true), DModel, name: "ahead");
        return Linear(x + Linear(Read(x, isAhead: false), DModel, name: "faint"), Vocab, name: "head");
    }

    private static Tensor Read(Tensor x, bool isAhead)
    {
        var q = SplitAxis(Linear(x, Heads * Width, name: "query"), -1, Heads, Width);
        var k = SplitAxis(Linear(x, Heads * Width, name: "key"), -1, Heads, Width);
        var scores = Einsum("b t h d, b s h d -> b h t s", q, k) * 0.5;
        var queries = Index(scores, -2);
        queries = SplitAxis(queries, 0, queries.Shape[0].Size, 1);
        var keys = Index(scores, -1);
        var weights = Softmax(isAhead ? Where(queries <= keys, scores, -1e30) : Where(keys <= queries, scores, -1));
        return MergeAxes(Einsum("b h t s, b s h d -> b t h d", weights, k), -2);
    }
}
