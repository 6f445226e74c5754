using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

// Models whose products have operands that lie so that sixteen bytes of bfloat16 can be copied at a time.

/// <summary>A block of a transformer: what only products read, a residual that norms and sums read as well, and gradients of both.</summary>
[Model]
internal sealed partial class EvenBlock
{
    private const int Vocab = 24, DModel = 24, DFf = 40;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(LayerNorm(h), 2, 16, 16, Mask.Causal);
            return h + FeedForward(LayerNorm(h), DFf, GeluTanh);
        });
        return Linear(x, Vocab);
    }
}

/// <summary>More rows, columns and depth than a tile has, and dropout behind a product.</summary>
[Model]
internal sealed partial class EvenTiles
{
    internal static Tensor Loss([Axes("Rows", "Depth = 41")] Tensor x)
    {
        var h = Dropout(Tanh(Linear(x, 136)), 0.2);
        var y = Linear(Sigmoid(Linear(h, 72)), 16);
        return Mean(y * y);
    }
}

/// <summary>Products that are repeated along one axis or two, of sizes known only when they run, and are operands themselves.</summary>
[Model]
internal sealed partial class EvenRepeated
{
    internal static Tensor Loss([Axes("B", "T", "H = 3", "D = 24")] Tensor q, [Axes("B", "S", "H = 3", "D = 24")] Tensor k)
    {
        var mixed = Linear(Einsum("b t h d, h d e -> b t h e", Tanh(q), Parameter("mix", Normal(0.3), 3, 24, 32)), 16);
        var keys = Sigmoid(k);
        var scores = Einsum("b t h d, b s h d -> b h t s", Tanh(q) * 0.5, keys);
        var read = Einsum("b h t s, b s h d -> b t h d", Tanh(scores * 0.2), keys);
        var written = Linear(read, 16);
        return Mean(mixed * mixed) + Mean(written * written);
    }
}
