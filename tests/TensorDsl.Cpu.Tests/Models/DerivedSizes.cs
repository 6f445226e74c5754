using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>A language model that one text trains: its input and its target are parts of the same tokens.</summary>
[Model]
internal sealed partial class TextAlone
{
    private const int Vocab = 11, Context = 8, Heads = 2, DModel = 6, DK = 3, DV = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + LearnedPositions(tokens, Context, DModel, Normal(0.5));
        x += SelfAttention(LayerNorm(x), Heads, DK, DV, Mask.Causal);
        return Linear(x, Vocab);
    }

    internal static Tensor Loss([Axes("B", "T")] Tokens tokens) =>
        CrossEntropy(Logits(SkipLast(tokens, "T", 1)), Skip(tokens, "T", 1));
}

/// <summary>What every operation makes of an axis of run-time size, each with a parameter of its own.</summary>
[Model]
internal sealed partial class DerivedSizes
{
    private const int D = 3;

    internal static Tensor PartsLoss([Axes("B", "T", "D")] Tensor x) =>
        Of("skip", x, y => Skip(y, "T", 1)) + Of("skipLast", x, y => SkipLast(y, "T", 2)) + Of("take", x, y => Take(y, "T", 3))
        + Of("takeLast", x, y => TakeLast(y, "T", 3)) + Of("both", x, y => Skip(y, "T", 1) * SkipLast(y, "T", 1))
        + Of("slice", x, y => Slice(y, "T", 1, y.Shape["T"].Size - 2)) + Of("at", x, y => At(y, "T", 1) * At(y, "T", -2))
        + Of("backwards", x, y => Slice(y, "T", -2, y.Shape["T"].Size - 1, -1)) + Of("second", x, y => Slice(y, "T", 0, 2, 2))
        + Of("flip", x, y => Flip(Skip(y, "T", 1), "T") * SkipLast(x, "T", 1)) + Of("again", x, y => Skip(SkipLast(Skip(y, "T", 1), "T", 1), "T", 1))
        + Of("split", x, y => Times(Split(y, "T", 1, y.Shape["T"].Size - 1)));

    internal static Tensor JoinsLoss([Axes("B", "T", "D")] Tensor x, [Axes("B", "S", "D")] Tensor z) =>
        Of("concat", x, y => Concat("T", y, z, x)) + Of("prefix", x, y => Concat("T", Prefix(y, 4), y))
        + Of("class", x, y => PrependClassToken(y)) + Of("pad", x, y => Pad(y, "T", 2, 1)) + Of("padded", x, y => Pad(y, "T", 1, 2, 0.3))
        + Of("shifted", x, y => Shift(Pad(y, "T", 1, 0, 0.5), "T", 1, -0.4)) + Of("back", x, y => Shift(y, "T", -1, 0.7))
        + Of("apart", x, y => Times(Split(Concat("T", z, y), 1, z.Shape["S"].Size, y.Shape["T"].Size)))
        + Of("twice", x, y => Concat("T", y, x)) + Of("twiceAndOne", x, y => Concat("T", y, x, Take(x, "T", 1)))
        + Of("merged", x, y => Concat(0, MergeAxes(y, 0), MergeAxes(z, 0))) + Of("same", x, y => Skip(Concat("T", Take(x, "T", 1), y), "T", 1) * x);

    internal static Tensor WindowsLoss([Axes("B", "T", "D")] Tensor x) =>
        Of("windows", x, y => Windows(y, "T", 3)) + Of("apart", x, y => Windows(y, "T", 3, 2, "W")) + Of("pool", x, y => MaxPool(y, "T", 2, 2))
        + Of("mean", x, y => MeanPool(Pad(y, "T", 1, 1), "T", 3, 1) * x) + Of("twice", x, y => Windows(MeanPool(y, "T", 2, 2), "T", 1, 2))
        + Of("convolution", x, y => Convolution1D(y, Parameter("weight", Normal(0.5), 3, D, 2), 2, 1))
        + Of("whole", x, y => Sum(Windows(y, "T", 2), -2) * SkipLast(x, "T", 1));

    internal static Tensor Along([Axes("B", "T", "D")] Tensor x)
    {
        var y = Skip(x, "T", 1);
        y += SelfAttention(LayerNorm(y), 2, 3, 5, Mask.Causal) + CumulativeSum(y, "T") / Size(y, "T") + Softmax(y, "T") * Index(Unsqueeze(y, -1), "T");
        y = Repeat(2, y, h => h + Gru(h, D));
        return Concat("T", CrossAttention(y, x, 2, 3, 5, Mask.None), y);
    }

    internal static Tensor AlongLoss([Axes("B", "T", "D")] Tensor x) => Mean(Power(Along(x), 2));

    private static Tensor Prefix(Tensor x, int count) =>
        Expand(Unsqueeze(Parameter("learned", Normal(0.5), count, D), 0), 0, x.Shape["B"].Size, "B");

    private static Tensor Times(Tensor[] parts)
    {
        var (first, second) = parts;
        return Mean(first, 1, keep: true) * second;
    }

    private static Tensor Of(string name, Tensor x, Func<Tensor, Tensor> operation)
    {
        var y = operation(x * Parameter(name, Normal(1), D));
        return Mean(y * y) + Mean(Sin(y));
    }
}

/// <summary>Parts of tokens, looked up, compared and as targets.</summary>
[Model]
internal sealed partial class MovedTokens
{
    private const int Vocab = 7, Width = 4, Start = 5;

    internal static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "S")] Tokens others)
    {
        var table = Parameter("table", Normal(1), Vocab, Width);
        var read = Embedding(Shift(tokens, "T", 1, Start), table);
        var started = Embedding(Pad(tokens, "T", 1, 0, Start), table);
        var ends = Gather(table, TakeLast(tokens, "T", 2)) * Rename(Gather(table, Take(others, "S", 2)), "S", "T");
        var oneHot = Einsum("b t v, v d -> b t d", OneHot(Skip(Pad(others, "S", 0, 2, 0), "S", 1), Vocab), table);
        return CrossEntropy(Linear(read, Vocab), tokens) + CrossEntropy(Linear(started, Vocab), Pad(tokens, "T", 0, 1, 0), 0.1, ignore: 0)
            + Mean(Sin(ends)) + Mean(oneHot * oneHot) + Mean(Sin(Embedding(SkipLast(Skip(tokens, "T", 1), "T", 1), Vocab, Width)));
    }
}

/// <summary>Sizes that several inputs make together.</summary>
[Model]
internal sealed partial class SizesTogether
{
    private const int D = 4, Context = 9;

    internal static Tensor Loss([Axes("T", "D")] Tensor x, [Axes("S", "D")] Tensor z)
    {
        var both = Concat("T", x, z) + LearnedPositions(Concat("T", x, z), Context);
        var rest = TakeLast(x, "T", x.Shape["T"].Size - z.Shape["S"].Size);
        return Mean(Power(Linear(both, D), 2)) + Mean(Power(Linear(rest, D), 2));
    }
}

/// <summary>A tap and a patch of what is shorter than the input.</summary>
[Model]
internal sealed partial class SeenShorter
{
    private const int D = 3;

    internal static Tensor Predict([Axes("B", "T", "D")] Tensor x)
    {
        var change = Tap("change", Skip(x, "T", 1) - SkipLast(x, "T", 1));
        return Linear(Patch("even", Tanh(Windows(change, "T", 1, 2))), D);
    }

    internal static Tensor All([Axes("B", "T", "D")] Tensor x) => Linear(x, D);
}
