using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Tables in sums, in products, looked up, sliced, in a loop and in masks.</summary>
[Model]
internal sealed partial class Tables
{
    private const int Vocab = 9, Heads = 2, DModel = 6, DK = 3, DV = 5, Context = 19;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        double[] decay = new double[DModel];
        for (int i = 0; i < DModel; i++)
            decay[i] = i % 2 == 0 ? Math.Pow(0.5, i) : -1.5;
        var mixing = Table((i, j) => Math.Cos((i * DModel) + j), DModel, DModel);
        var fixedly = Table((word, i) => Math.Sin((word + 1) * (i + 1)), Vocab, DModel);
        var x = (Embedding(tokens, Vocab, DModel, Normal(0.7)) * Table(decay)) + Gather(fixedly, tokens);
        x = Repeat(2, x, h =>
        {
            h += MatMul(Tanh(h), mixing) * 0.3;
            return h + SelfAttention(h, Heads, DK, DV, Mask.Of(Context, (query, key) => (query - key) % 3 != 1));
        });
        x += SelfAttention(x, Heads, DK, DV, Mask.BigBird(Context, 4, window: 1, global: 1, random: 1, seed: 3));
        return Linear(x * Transpose(Slice(mixing, 1, 1, 1), 1, 0), Vocab);
    }
}

/// <summary>Tables in a causal model, whose positions come a few at a time.</summary>
[Model]
internal sealed partial class CausalTables
{
    private const int Vocab = 9, Heads = 2, DModel = 6, DK = 3, DV = 5, Context = 21;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        x += SelfAttention(x, Heads, DK, DV, Mask.Of(Context, (query, key) => (query - key) % 3 != 1) & Mask.Causal);
        x += SelfAttention(x, Heads, DK, DV, Mask.Causal & Mask.BigBird(Context, 4, window: 1, global: 1, random: 1));
        return Linear(x, Vocab);
    }
}
