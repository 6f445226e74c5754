using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>One encoder called on two inputs: layers of its own, whose loop runs once for each.</summary>
[Model]
internal sealed partial class SiameseTowers
{
    private const int Vocab = 9, DModel = 10, Heads = 2, DK = 4, DV = 3, DFf = 12;

    internal static Tensor Encode([Axes("B", "S")] Tokens sentence, [Axes("B")] Tokens lengths) => Shared("encoder", () =>
    {
        var x = Embedding(sentence, Vocab, DModel, Normal(0.7));
        x = Repeat(3, x, h => EncoderLayer(Dropout(h, 0.25), Heads, DK, DV, DFf, Mask.Lengths(lengths), Gelu));
        return Linear(Mean(x, -2), 5);
    });

    internal static Tensor Loss(
        [Axes("B", "S")] Tokens sentence, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens other, [Axes("B")] Tokens otherLengths)
    {
        var error = Encode(sentence, lengths) - Encode(other, otherLengths) + 1;
        return Mean(error * error);
    }
}

/// <summary>One layer at all depths.</summary>
[Model]
internal sealed partial class SharedDepth
{
    private const int Vocab = 9, DModel = 10, Heads = 2, DK = 4, DV = 3, DFf = 12;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens) => Linear(
        Repeat(4, Embedding(tokens, Vocab, DModel), h => Shared("layer", () => Layer(Tap("residual", h)))), Vocab);

    internal static Tensor Layer(Tensor x) =>
        EncoderLayer(Dropout(x, 0.25), Heads, DK, DV, DFf, Mask.Causal, Gelu, NormPlacement.Pre);
}

/// <summary>The same, written out by a loop of C#.</summary>
[Model]
internal sealed partial class SharedDepthUnrolled
{
    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, 9, 10);
        for (int i = 0; i < 4; i++)
            x = Shared("layer", () => SharedDepth.Layer(x));
        return Linear(x, 9);
    }
}

/// <summary>Of each layer the attention is its own, the feed-forward everybody's; computed again in the backward pass.</summary>
[Model]
internal sealed partial class SharedFeedForward
{
    internal static Tensor Logits([Axes("B", "T")] Tokens tokens) => Linear(Repeat(3, Embedding(tokens, 9, 8), h =>
    {
        h += SelfAttention(RmsNorm(h), heads: 2, dk: 3, dv: 5, Mask.Causal);
        return h + Shared("feedForward", () => FeedForward(RmsNorm(h), 12, Gelu));
    }, recompute: true), 9);
}

/// <summary>In each layer a linear map used twice, in a block and so not that of other layers; layers of a shared block within.</summary>
[Model]
internal sealed partial class SharedInBlocks
{
    internal static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
        Linear(Repeat(2, Embedding(tokens, 7, 6, Normal(0.5)), h => Block("layer", () => h + Mix(Tanh(Mix(h))))), 7);

    private static Tensor Mix(Tensor x) => Shared("mix", () => Repeat(2, x, h => h + Linear(Sigmoid(h), 6)));
}

/// <summary>Layers in a shared block in a loop, and one map in two recurrences.</summary>
[Model]
internal sealed partial class SharedInLoops
{
    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, 7, 6, Normal(0.5));
        x = Repeat(3, x, h => Shared("stage", () => Repeat(2, h, g => g + Linear(Dropout(Sigmoid(g), 0.25), 6))));
        var forward = Scan(x, "T", 0 * At(x, "T", 0), (at, h) => Tanh(at + Shared("step", () => Linear(h, 6))));
        return Linear(Scan(forward, "T", At(x, "T", 0), (at, h) => Tanh(at - Shared("step", () => Linear(h, 6)))), 7);
    }
}

/// <summary>A student and a teacher: two sets of one encoder, each used on two views; no gradient passes to the teacher's.</summary>
[Model]
internal sealed partial class StudentAndTeacher
{
    internal static Tensor Loss([Axes("B", "F = 5")] Tensor view, [Axes("B", "F = 5")] Tensor other) =>
        CrossEntropy(Answer("student", view), Softmax(StopGradient(Answer("teacher", other))))
        + CrossEntropy(Answer("student", other), Softmax(StopGradient(Answer("teacher", view))));

    private static Tensor Answer(string who, Tensor x) => Shared(who, () =>
    {
        x = Linear(x, 6);
        return Linear(Repeat(2, x, h => h + Linear(Gelu(h), 6)), 4, name: "answer");
    });
}

/// <summary>An autoencoder whose decoder is its encoder transposed.</summary>
[Model]
internal sealed partial class TiedAutoencoder
{
    internal static Tensor Loss([Axes("B", "F = 7")] Tensor x)
    {
        var error = x - MatMul(Tanh(MatMul(x, Code())), Transpose(Code(), 1, 0));
        return Mean(error * error);
    }

    private static Tensor Code() => Shared("code", () => Parameter("weight", Normal(0.5), 7, 3));
}

/// <summary>Two results, shared; sharing within sharing.</summary>
[Model]
internal sealed partial class SharedPairs
{
    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, 7, 6, Normal(0.5));
        var (shift, scale) = Modulation(x);
        var (again, _) = Modulation(x * scale + shift);
        return Linear(again, 7);
    }

    private static (Tensor Shift, Tensor Scale) Modulation(Tensor x) => Shared("modulation", () =>
        (Tanh(Half(x)) + Half(x * x), Half(Tanh(x)) + Parameter("scale", Ones, 6)));

    private static Tensor Half(Tensor x) => Shared("half", () => Linear(x, 6));
}
