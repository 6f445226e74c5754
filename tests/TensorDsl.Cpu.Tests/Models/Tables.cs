using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Tables in sums, in products, looked up, sliced, in a loop and in masks.</summary>
[Model]
internal sealed partial class Tables
{
    private const int Vocab = 9, Heads = 2, DModel = 6, DK = 3, DV = 5, Context = 19;

    private static readonly double[,] Signs = { { 1, -1, 0, 0.5, 0, 2 }, { 0, 0, 1, -2, 1, 0 } };

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
        bool[,] drawn = new bool[Context, Context + 2];
        for (int query = 0; query < drawn.GetLength(0); query++)
        {
            for (int key = query / 2; key < drawn.GetLength(1); key += 1 + (query % 3))
                drawn[query, key] = true;
        }

        x += SelfAttention(x, Heads, DK, DV, Mask.Of(drawn)) * Sum(Table(Signs), 0);
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

/// <summary>A mask of so many answers that they are written as bits.</summary>
[Model]
internal sealed partial class LongMask
{
    private const int Vocab = 9, Heads = 1, DModel = 6, DK = 3, DV = 5, Context = 37;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        return Linear(SelfAttention(x, Heads, DK, DV, Mask.Of(Context, (query, key) => query * key % 5 < 2)), Vocab);
    }
}

/// <summary>What the compiler computes itself: of constant indices, in products, in loops, along constant sequences.</summary>
[Model]
internal sealed partial class Computed
{
    private const int Context = 7, Width = 6, Heads = 3;

    internal static Tensor Result([Axes("B", "N = Context", "W = Width")] Tensor x)
    {
        x += SinusoidalPositions(x);
        x = Repeat(2, x, h => h + SelfAttention(h, Heads, 4, 5, Mask.Window(3), rotate: q => Rotary(q), relative: Alibi(h, Heads)));
        x = CumulativeSum(x, "N") * Exp(Index(x, "W") / -3);
        var cosines = Cos((Append(Index(x, "N")) + 0.5) * Index(x, "N") * (Math.PI / Context));
        x += Einsum("b n w, n k -> b k w", x, Rename(Rename(cosines, 0, "N"), 1, "K"));
        return x * Max(Tanh(Index(x, "W") - 2), 0) + Flip(Sqrt(Index(x, "W") + 1), 0);
    }

    internal static Tensor Loss([Axes("B", "N = Context", "W = Width")] Tensor x)
    {
        var result = Linear(Result(x), 1);
        return Mean(result * result);
    }

    private static Tensor Append(Tensor x) => Unsqueeze(x, -1);
}
