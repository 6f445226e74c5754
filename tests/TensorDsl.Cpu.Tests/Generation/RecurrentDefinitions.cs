using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Generation;

// Models whose positions hand on a state. Odd sizes on purpose.

/// <summary>A language model of one gated recurrent unit.</summary>
[Model(Incremental = true)]
internal sealed partial class GruLanguage
{
    private const int Vocab = 9, DModel = 6, Width = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
        Linear(Gru(Embedding(tokens, Vocab, DModel, Normal(0.7)), Width), Vocab);
}

/// <summary>Two layers of long short-term memory, each from a learned state.</summary>
[Model(Incremental = true)]
internal sealed partial class LstmLanguage
{
    private const int Vocab = 10, DModel = 7, Width = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        for (int layer = 0; layer < 2; layer++)
        {
            var h = Zeroes(tokens) + Parameter($"h{layer}", Normal(0.5), Width);
            x = Lstm(x, Width, (h, h * 0.5));
        }

        return Linear(x, Vocab);
    }

    // (B, 1) of zeros.
    private static Tensor Zeroes(Tokens tokens) => Unsqueeze(Expand(Unsqueeze(0, 0), 0, tokens.Shape[0].Size, "B"), 1);
}

/// <summary>Recurrences in layers in layers, the inner one with an output beside its two states.</summary>
[Model(Incremental = true)]
internal sealed partial class RecurrentLayers
{
    private const int Vocab = 8, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        x = Repeat(2, x, outer =>
        {
            outer = Repeat(3, outer, h =>
            {
                var zero = At(h, "T", 0) * 0;
                var (y, _) = Scan(LayerNorm(h), "T", (zero, zero + 0.3), (at, s) =>
                {
                    var keep = Sigmoid(Linear(at, DModel) + s.Item1);
                    var next = (keep * s.Item2) + ((1 - keep) * Tanh(at));
                    return (s.Item2 - next, (Linear(next, DModel, name: "state"), next));
                });
                return h + (0.5 * y);
            }, "inner");
            return outer + Linear(Gru(outer, 4), DModel);
        });
        return Linear(x, Vocab);
    }
}

/// <summary>Attention that reads what a recurrence left, and a recurrence over what attention read.</summary>
[Model(Incremental = true)]
internal sealed partial class Hybrid
{
    private const int Vocab = 11, Context = 23, DModel = 8;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(Gru(LayerNorm(h), DModel), 2, 3, 5, Mask.Causal & Mask.Window(8));
            return h + Gru(SelfAttention(LayerNorm(h), 2, 4, 4, Mask.Causal, name: "all"), DModel, name: "after");
        });
        return Linear(x, Vocab);
    }
}

/// <summary>A recurrent encoder, in both directions, and a recurrent decoder that attends to it at each step.</summary>
[Model(Incremental = true)]
internal sealed partial class RecurrentTranslator
{
    public const int Vocab = 9;
    private const int DModel = 6, Width = 5, Meeting = 4;

    internal static Tensor Logits([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens tokens)
    {
        var (memory, last) = GruWithState(Embedding(source, Vocab, DModel, Normal(0.7), name: "source"), Width);
        var both = memory + Gru(memory, Width, reverse: true, name: "backward");
        var (outputs, _) = Scan(Embedding(tokens, Vocab, DModel, Normal(0.7)), "T", last, (word, state) =>
        {
            var read = AdditiveAttention(state, memory, both, Meeting);
            var next = GruCell(word + Linear(read, DModel), state);
            return (Linear(next, Vocab) + Linear(read, Vocab, bias: false, name: "copy"), next);
        });
        return outputs;
    }
}

/// <summary>Local attention over padded text, with distances as biases.</summary>
[Model(Incremental = true)]
internal sealed partial class PaddedCausal
{
    public const int Vocab = 9;
    private const int Heads = 3, DModel = 8;

    internal static Tensor Logits([Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(h, Heads, 3, 4, Mask.Causal & Mask.Window(8) & Mask.Lengths(lengths), relative: Alibi(h, Heads));
            return h + SelfAttention(h, Heads, 3, 4, Mask.Causal & Mask.Lengths(lengths), name: "all");
        });
        return Linear(x, Vocab);
    }
}

/// <summary>A recurrence along a table's rows, whose steps use numbers and rows of what all positions share.</summary>
[Model(Incremental = true)]
internal sealed partial class KindOfText
{
    public const int Vocab = 9;
    private const int DModel = 4;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens kind)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        (_, x) = Scan(Table([0.5, 1, 2]), 0, x, (row, h) =>
        {
            var next = Tanh(row * h * Unsqueeze(Unsqueeze(Values(kind), -1), -1) + Unsqueeze(Embedding(kind, Vocab, DModel), 1));
            return (Sum(next), next);
        });
        return Linear(x, Vocab);
    }
}
