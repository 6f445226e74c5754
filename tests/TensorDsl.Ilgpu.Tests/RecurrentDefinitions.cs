using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

// Models whose positions hand on a state, beside those of the CPU's tests.

/// <summary>Attention that reads what a recurrence left.</summary>
[Model(Incremental = true)]
internal sealed partial class Remembering
{
    private const int Vocab = 11, Context = 8, DModel = 8;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(2, x, h => h + SelfAttention(Gru(LayerNorm(h), DModel), 2, 3, 5, Mask.Causal));
        return Linear(x, Vocab);
    }
}

/// <summary>Attention to the last few positions, which is maps, norms and products of as many positions as there are so far.</summary>
[Model(Incremental = true)]
internal sealed partial class Windowed
{
    private const int Vocab = 11, Context = 8, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(2, x, h => h + SelfAttention(LayerNorm(h), 2, 3, 5, Mask.Causal & Mask.Window(3)));
        return Linear(x, Vocab);
    }
}

/// <summary>From the last position to the first, with an output beside a state of two parts, computed again in the backward pass.</summary>
[Model]
internal sealed partial class Returning
{
    private const int Vocab = 9, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var start = Tanh(Sum(Linear(x, DModel, name: "start"), "T"));
        var (y, (last, _)) = Scan(x, "T", (start, start * 0.3), (at, state) =>
        {
            var (h, c) = state;
            var keep = Sigmoid(Linear(at, DModel) + Linear(h, DModel, bias: false));
            c = (keep * c) + ((1 - keep) * at);
            return (Tanh(c) * h, (h + c, c));
        }, reverse: true);
        return Linear(Concat(-1, y, x), Vocab) + Mean(last);
    }
}
