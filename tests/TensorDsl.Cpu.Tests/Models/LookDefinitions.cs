using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Taps and patches in layers, where a loop's value starts and outside: the attention's weights too.</summary>
[Model]
public sealed partial class Looked
{
    internal const int Vocab = 11, Context = 20, Layers = 3, Heads = 2, DModel = 12, DFf = 9;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Tap("embedded", Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel));
        x = Repeat(Layers, x, h =>
        {
            h = Tap("residual", Patch("residual", h));
            h += SelfAttention(LayerNorm(h), Heads, 5, 4, Mask.Causal, weights: w => Patch("weights", Tap("weights", w)));
            return h + FeedForward(LayerNorm(h), DFf, u => Patch("neurons", Tap("neurons", Gelu(u))));
        });
        return Tap("result", Patch("result", Linear(Tap("final", LayerNorm(x)), Vocab)));
    }
}

/// <summary>The attention streams, since nothing looks at its weights.</summary>
[Model]
public sealed partial class LookedStream
{
    internal const int Vocab = 11, Context = 20, Layers = 2, DModel = 12;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Repeat(Layers, Embedding(tokens, Vocab, DModel), h =>
        {
            h += Tap("read", SelfAttention(LayerNorm(h), 2, 5, 4, Mask.Causal));
            return Patch("residual", h);
        });
        return Linear(x, Vocab);
    }
}

/// <summary>
/// Layers in layers, recurrences in both directions, several entry points and a number; a tap sees an input, what comes from
/// outside its loop, and one value twice.
/// </summary>
[Model]
public sealed partial class LookedLoops
{
    internal const int Width = 6;

    internal static (Tensor Encoded, Tensor Mean) Encode([Axes("B", "T", "Width")] Tensor x)
    {
        var start = Tap("input", x);
        var deep = Repeat(2, start, h => Repeat(3, h, g => Tap("inner", Patch("inner", g + Tanh(Linear(g, Width)))), "deep") + Tap("outside", start));
        var back = Scan(deep, "T", Zeros(x), (element, state) => Tap("state", Patch("state", Tanh(element + Linear(state, Width)))), reverse: true);
        return (Tap("encoded", back), Tap("mean", Tap("same", Mean(back))));
    }

    internal static Tensor Loss([Axes("B", "T", "Width")] Tensor x, [Axes("B")] Tensor y)
    {
        var error = Patch("error", Mean(Linear(At(Encode(x).Encoded, "T", 0), 1), -1) - y);
        return Mean(Tap("squared", error * error));
    }

    private static Tensor Zeros(Tensor x) => 0 * At(x, "T", 0);
}

/// <summary>What <see cref="Looked"/> drops at random is the same, looked at or not.</summary>
[Model]
public sealed partial class LookedDropout
{
    internal static Tensor Predict([Axes("B", "F = 7")] Tensor x) => Linear(Tap("dropped", Dropout(Relu(Linear(x, 32)), 0.5)), 1);

    internal static Tensor Loss([Axes("B", "F = 7")] Tensor x, [Axes("B", "O = 1")] Tensor y)
    {
        var error = Predict(x) - y;
        return Mean(error * error);
    }
}
