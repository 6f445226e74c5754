using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Dropout of embeddings, of attention's weights, in nested loops, of whole rows, and of what is transposed.</summary>
[Model]
internal sealed partial class Dropping
{
    private const int Vocab = 9, DModel = 10, Heads = 2;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Dropout(Embedding(tokens, Vocab, DModel, Normal(0.7)), 0.2);
        x = Repeat(3, x, h =>
        {
            h += Dropout(Linear(Read(LayerNorm(h)), DModel), 0.3);
            h = Repeat(2, h, g => g + Dropout(Gelu(Linear(g, DModel)), 0.5), name: "inner");
            return Dropout(h, 0.1);
        });
        var rows = Dropout(Sum(x, -1, keep: true), 0.4);
        x = LayerNorm(x + rows) + Transpose(Dropout(Transpose(Tanh(x), "T", "B", -1), 0.25), "B", "T", -1);
        return Linear(x, Vocab);
    }

    private static Tensor Read(Tensor x)
    {
        var heads = SplitAxis(x, -1, Heads, DModel / Heads);
        var weights = Dropout(Softmax(Einsum("b t h d, b s h d -> b h t s", heads, Tanh(heads))), 0.2);
        return MergeAxes(Einsum("b h t s, b s h d -> b t h d", weights, heads), -2);
    }
}

/// <summary>Dropout of numbers, behind a product and before one, where nothing loops.</summary>
[Model]
internal sealed partial class DroppingRegression
{
    internal static Tensor Predict([Axes("B", "F = 7")] Tensor x) =>
        Linear(Dropout(Relu(Linear(Dropout(x, 0.2, "input"), 33)), 0.5, "hidden"), 1);

    internal static Tensor Loss([Axes("B", "F = 7")] Tensor x, [Axes("B", "O = 1")] Tensor y)
    {
        var error = Predict(x) - y;
        return Mean(error * error);
    }
}

/// <summary>Dropout in layers that are computed again, and in a recurrence in them whose steps are.</summary>
[Model]
internal sealed partial class DroppingRecomputed
{
    private const int Vocab = 9, DModel = 7;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        x = Repeat(3, x, h =>
        {
            h += Dropout(Gelu(Linear(h, DModel)), 0.4);
            h = Repeat(2, h, g => g + Dropout(Tanh(Linear(g, DModel)), 0.3), recompute: true, name: "inner");
            var start = Mean(h, "T");
            h += Scan(h, "T", start, (at, state) => Tanh(Dropout(Linear(at, DModel), 0.2) + Dropout(state, 0.5)), recompute: true);
            return h + Scan(h, "T", start, (at, state) => Dropout(Tanh(Linear(at, DModel) + state), 0.25), reverse: true, name: "back");
        }, recompute: true);
        return Linear(x, Vocab);
    }
}
