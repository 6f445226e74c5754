using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Linear regression on numbers: one input of two symbols and a constant, a vector for each sequence, a single number.</summary>
[Model]
internal sealed partial class Regression
{
    private const int Width = 6;

    private static Tensor Predict([Axes("B", "T", "F = 5")] Tensor x, [Axes("B", "C = Width")] Tensor context, [Axes] Tensor temperature) =>
        Linear(Tanh(Linear(x, Width) * temperature + context), 1);

    private static Tensor Loss(
        [Axes("B", "T", "F = 5")] Tensor x, [Axes("B", "C = Width")] Tensor context, [Axes] Tensor temperature, [Axes("B", "T", "O = 1")] Tensor y)
    {
        var error = Predict(x, context, temperature) - y;
        return Mean(error * error);
    }
}

/// <summary>Two sequences of different lengths, entry points that share parameters, several results, two losses.</summary>
[Model]
internal sealed partial class Pairs
{
    private const int Vocab = 11, DModel = 8, Heads = 2, DK = 4, DV = 5;

    internal static Tensor Encode([Axes("B", "S")] Tokens source) => LayerNorm(Embedding(source, Vocab, DModel, Normal(0.7), name: "source"), name: "memory");

    internal static (Tensor Logits, Tensor Weights) Decode([Axes("B", "S", "DModel")] Tensor memory, [Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7), name: "target");
        var q = SplitAxis(Linear(x, Heads * DK, name: "query"), -1, Heads, DK);
        var k = SplitAxis(Linear(memory, Heads * DK, name: "key"), -1, Heads, DK);
        var v = SplitAxis(Linear(memory, Heads * DV, name: "value"), -1, Heads, DV);
        var weights = Softmax(Einsum("b t h d, b s h d -> b h t s", q, k));
        var read = MergeAxes(Einsum("b h t s, b s h d -> b t h d", weights, v), -2);
        return (Linear(x + Linear(read, DModel, name: "output"), Vocab, name: "head"), weights);
    }

    internal static Tensor Loss([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets) =>
        CrossEntropy(Decode(Encode(source), source, tokens).Logits, targets);

    internal static Tensor SharpnessLoss([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens tokens)
    {
        var (_, weights) = Decode(Encode(source), source, tokens);
        return -Mean(weights * weights);
    }

    internal static Tensor SourceLoss([Axes("B", "S")] Tokens source) => CrossEntropy(Linear(Encode(source), Vocab, name: "copy"), source);
}

/// <summary>Entry points that call others, and go on with layers of the same names.</summary>
[Model]
internal sealed partial class Heads
{
    private const int Width = 4;

    internal static Tensor Encode([Axes("B", "F = 7")] Tensor x) => Tanh(Linear(x, Width));

    internal static Tensor Logits([Axes("B", "F = 7")] Tensor x) => Linear(Encode(x), 3);

    internal static Tensor Loss([Axes("B", "F = 7")] Tensor x, [Axes("B")] Tokens targets) => CrossEntropy(Linear(Logits(x), 5), targets);
}

/// <summary>An entry point that calls another twice, so that each has parameters of its own.</summary>
[Model]
internal sealed partial class Twice
{
    internal static Tensor Encode([Axes("B", "F = 7")] Tensor x) => Tanh(Linear(x, 4));

    internal static Tensor DistanceLoss([Axes("B", "F = 7")] Tensor x)
    {
        var difference = Dropout(Encode(x), 0.3) - Dropout(Encode(x), 0.3) + Linear(Dropout(x, 0.3), 4);
        return Mean(difference * difference);
    }
}

/// <summary>The number of words of each sequence decides which positions count; results that are inputs, or one another.</summary>
[Model]
internal sealed partial class Padded
{
    private const int Vocab = 9, DModel = 6;

    internal static (Tensor, Tensor, Tensor) Forward([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths, [Axes("T", "B")] Tensor weights)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var seen = Index(x, "T") < SplitAxis(Values(lengths), "B", lengths.Shape[0].Size, 1);
        var pooled = Sum(x * SplitAxis(Transpose(weights, "B", "T") * seen, "T", weights.Shape[0].Size, 1), "T");
        return (pooled, weights, pooled);
    }
}

/// <summary>A graph: which nodes see which, and how far they are from each other, are inputs with two axes of one size.</summary>
[Model]
internal sealed partial class GraphOfNodes
{
    private const int Width = 6;

    internal static Tensor Encode([Axes("B", "N", "F = 5")] Tensor x, [Axes("B", "N", "N'")] Tensor near, [Axes("N", "N'")] Tensor distance)
    {
        var h = Repeat(2, Linear(x, Width), v =>
            v + SelfAttention(LayerNorm(v), 2, 3, 4, Mask.Of(Unsqueeze(near > -0.5, 1)), relative: distance));
        return h + Einsum("b n m, b m d -> b n d", near, Linear(h, Width)) + Unsqueeze(Sum(near * distance, "N'"), -1);
    }

    internal static Tensor Loss([Axes("B", "N", "F = 5")] Tensor x, [Axes("B", "N", "N'")] Tensor near, [Axes("N", "N'")] Tensor distance)
    {
        var h = Encode(x, near, distance);
        return Mean(h * h);
    }
}

/// <summary>Marks where rows end; that which is full has no end to be marked.</summary>
[Model]
internal sealed partial class EndMarks
{
    internal static Tensor Loss([Axes("B", "S = 5", "F = 3")] Tensor x, [Axes("B")] Tokens lengths)
    {
        var isEnd = Equal(Unsqueeze(Values(lengths), 1), Index(x, "S"));
        var read = Tanh(Linear(x + (2 * Unsqueeze(isEnd, 2)), 4));
        return Mean(read * read);
    }
}
