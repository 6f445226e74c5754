using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

// Recurrences, and loops that carry several values or compute values again. Odd sizes on purpose.

/// <summary>A plain recurrence: the state of each position from its input and the state before.</summary>
[Model]
internal sealed partial class PlainRecurrence
{
    private const int Vocab = 11, DModel = 7, Width = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var start = Mean(Linear(x, Width), "T");
        var h = Scan(x, "T", start, (at, state) => Tanh(Linear(at, Width) + Linear(state, Width, bias: false)));
        return Linear(h, Vocab);
    }
}

/// <summary>From the last position to the first, with an output beside the state, and the last state used.</summary>
[Model]
internal sealed partial class BackwardRecurrence
{
    private const int Vocab = 9, DModel = 6, Width = 4;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var start = Tanh(Sum(Linear(x, Width, name: "start"), "T"));
        var (y, last) = Scan(x, "T", start, (at, state) =>
        {
            var next = Tanh(Linear(at, Width) + (0.5 * state));
            return (Linear(state * next, 3, name: "output"), next);
        }, reverse: true);
        return Linear(y, Vocab) + (SplitAxis(Linear(last, Vocab, name: "last"), 0, last.Shape[0].Size, 1) * 0.1);
    }
}

/// <summary>A state of two parts, and two sequences, one of them with its axis first.</summary>
[Model]
internal sealed partial class TwoStates
{
    private const int Vocab = 8, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var other = Transpose(Sin(Linear(x, DModel, name: "other")), "T", "B", -1);
        var zero = Mean(x, "T") * 0;
        var (y, (h, c)) = Scan(x, "T", (zero, zero + 0.3), (at, state) =>
        {
            var (h, c) = state;
            var keep = Sigmoid(Linear(at, DModel) + Linear(h, DModel));
            c = (keep * c) + ((1 - keep) * at);
            return (h + c, (Tanh(c) * at, c));
        });
        var (ys, states) = Scan([y, other], "T", [h, c], (at, state) =>
            (new[] { at[0] * state[1], at[1] - state[0] }, new[] { Tanh(state[0] + at[1]), 0.5 * (state[1] + at[0]) }), name: "both");
        return Linear(ys[0] + Transpose(ys[1], 0, 1, 2), Vocab) + Mean(states[0] * states[1]);
    }
}

/// <summary>Recurrences inside layers, layers inside a recurrence, a recurrence inside a recurrence.</summary>
[Model]
internal sealed partial class NestedRecurrences
{
    private const int Vocab = 7, DModel = 5, Steps = 3;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var start = Mean(x, "T");
        x = Repeat(2, x, h => h + Scan(LayerNorm(h), "T", start, (at, state) => Tanh(Linear(at, DModel) + (state * start))));
        var y = Scan(x, "T", start, (at, state) => Repeat(2, state, s => Tanh(Linear(s, DModel)) + at), name: "deep");
        var steps = Parameter("steps", Normal(1), Steps, DModel);
        var z = Scan(y, "T", start, (at, state) =>
        {
            var inner = Scan(steps, 0, state, (step, s) => Sin(s + (step * at)), name: "inner");
            return Linear(Mean(inner, 0), DModel) + (0.3 * state) + Mean(x, "T");
        }, name: "outer");
        return Linear(z, Vocab);
    }
}

/// <summary>A recurrence whose steps read from all positions: attention inside.</summary>
[Model]
internal sealed partial class Attending
{
    private const int Vocab = 8, DModel = 6, Width = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var keys = Rename(Linear(x, Width, name: "keys"), "T", "S");
        var values = Rename(x, "T", "S");
        var h = Scan(x, "T", Mean(x, "T"), (at, state) =>
        {
            var weights = Softmax(Einsum("b d, b s d -> b s", Linear(state, Width), keys));
            return Tanh(Linear(at, DModel) + Einsum("b s, b s d -> b d", weights, values));
        });
        return Linear(h, Vocab);
    }
}

/// <summary>Layers that hand on two values, and three.</summary>
[Model]
internal sealed partial class SeveralCarries
{
    private const int Vocab = 9, DModel = 7, Memory = 4;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var h = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var m = Linear(h, Memory);
        (h, m) = Repeat(3, (h, m), s =>
        {
            var (x, memory) = s;
            memory += Tanh(Linear(x, Memory));
            return (LayerNorm(x + Linear(memory, DModel)), memory);
        });
        var (a, b, c) = Repeat(2, (h, m, h * 0.5), s => (s.Item3, s.Item2 * 0.9, Linear(s.Item1, DModel) + s.Item3), name: "turn");
        return Linear(a * c, Vocab) + Mean(b);
    }
}

/// <summary>Everything inside the layers is computed again for the backward pass: attention, loops, recurrences.</summary>
[Model]
internal sealed partial class Recomputed
{
    private const int Vocab = 9, Context = 23, DModel = 10, Heads = 2, DK = 3, DV = 4;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + LearnedPositions(tokens, Context, DModel, Normal(0.5));
        var weight = Parameter("weight", Normal(0.3), DModel, DModel);
        x = Repeat(3, x, h =>
        {
            h += SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal);
            h = Repeat(2, h, g => g + (0.3 * FeedForward(LayerNorm(g), 12, Gelu)) + (0.1 * h * x), recompute: true, name: "inner");
            h = Repeat(2, h, g => g + (0.3 * Sin(MatMul(g, weight))), name: "kept");
            return h + Scan(h, "T", Mean(h, "T"), (at, state) => Tanh(Linear(at, DModel) + state), recompute: true);
        }, recompute: true);
        return Linear(x, Vocab);
    }
}
