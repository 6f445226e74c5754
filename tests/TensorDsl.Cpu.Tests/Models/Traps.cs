using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

// Definitions that look like what the compiler treats specially, and are not.

/// <summary>Attention whose weights, or only their sums, are constants for the backward pass; parameters that nothing learns.</summary>
[Model]
internal sealed partial class Stopped
{
    private const int Vocab = 9, DModel = 8, Heads = 2, DK = 4;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var q = SplitAxis(Linear(x, Heads * DK), -1, Heads, DK);
        var scores = Einsum("b t h d, b s h d -> b h t s", q, Tanh(q)) * 0.5;
        var fixedWeights = StopGradient(Softmax(scores));
        var raised = Exp(scores);
        var fixedSums = raised / StopGradient(Sum(raised, -1, keep: true));
        var read = Einsum("b h t s, b s h d -> b t h d", fixedWeights, q) + Einsum("b h t s, b s h d -> b t h d", fixedSums, q);

        var unused = Parameter("unused", Normal(1), 5);
        var sign = Parameter("sign", Normal(1), DModel);
        var y = Where(sign > 0, x, -x) + MergeAxes(read, -2);
        var lost = Repeat(2, y, h => Repeat(3, h, g => Sin(Linear(g, DModel)), name: "inner"), name: "lost");
        y = Repeat(2, y, h => h + (StopGradient(Parameter("held", Normal(1), DModel)) * Linear(h, DModel)), name: "kept");
        return Linear(y + StopGradient(lost), Vocab);
    }
}

/// <summary>Vectors of one length, some along rows and some along columns of the same square matrices.</summary>
[Model]
internal sealed partial class Square
{
    private const int Vocab = 9, N = 8;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, N, Normal(0.7));
        var matrix = Parameter("matrix", Normal(0.5), N, N);
        var vector = Tanh(Parameter("vector", Normal(1), N));
        var down = Exp(SplitAxis(vector, 0, N, 1));
        var both = down * (Sin(matrix) + vector);
        var weights = Softmax(Sin(matrix));
        var sums = Sum(weights, -1);
        var mixed = Tanh(weights + vector) * SplitAxis(vector * sums, 0, N, 1);
        return Linear(MatMul(x, both * 0.3) + MatMul(x, mixed), Vocab);
    }
}

/// <summary>Weights that are divided along another axis, or cut otherwise, than those of attention.</summary>
[Model]
internal sealed partial class OtherAxes
{
    private const int Vocab = 9, DModel = 8;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var q = Parameter("q", Normal(1), 3, 3, 3, 3);
        var raised = Exp(Einsum("b t h d, b s h d -> b h t s", q, Sin(q)));
        var across = Einsum("b h t s, b s h d -> b t h d", raised / Sum(raised, -1), q);

        var key = Parameter("key", Normal(1), 2, 4, 3, 5);
        var value = Parameter("value", Normal(1), 3, 4, 2, 5);
        var weights = Softmax(Einsum("b t h d, b s h d -> b h t s", key, Sin(key)));
        var cut = Einsum("b h t s, b s h d -> b t h d", SplitAxis(MergeAxes(weights, 0), 0, 3, 2), value);
        return Linear(x * (1 + Mean(Tanh(across)) + Mean(Tanh(cut))), Vocab);
    }
}

/// <summary>An index under another name in a contraction; positions along an axis twice as long as T.</summary>
[Model]
internal sealed partial class Indexed
{
    private const int Vocab = 9, DModel = 8, Context = 14;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var weighed = Einsum("b t d, t -> b d", x, Rename(Index(x, "T"), 0, "Place"));
        var twice = MergeAxes(SplitAxis(x, -1, 2, DModel / 2), 1);
        twice += LearnedPositions(twice, Context, Normal(0.5));
        return Linear((x * Mean(Tanh(weighed))) + (x * Mean(twice * twice)), Vocab);
    }
}

/// <summary>A parameter whose gradient is one number, the same for all of its elements, beside one from a look-up.</summary>
[Model]
internal sealed partial class Even
{
    private static Tensor Loss([Axes("B", "T")] Tokens tokens)
    {
        var table = Parameter("table", Normal(1), 9, 4);
        return Mean(table) + Mean(Power(Gather(table, tokens), 2)) + Mean(Parameter("alone", Normal(1), 7));
    }
}
