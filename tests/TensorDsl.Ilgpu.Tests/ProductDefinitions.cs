using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

// Models whose products are large enough for tensor cores, and fit no tile.

/// <summary>A block of a transformer: transposed operands in its gradients, and maps behind its products.</summary>
[Model]
internal sealed partial class Block
{
    private const int Vocab = 19, DModel = 20, DFf = 37;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(LayerNorm(h), 2, 9, 11, Mask.Causal);
            return h + FeedForward(LayerNorm(h), DFf, GeluTanh);
        });
        return Linear(x, Vocab);
    }
}

/// <summary>More rows, columns and depth than a tile has.</summary>
[Model]
internal sealed partial class ManyTiles
{
    internal static Tensor Loss([Axes("Rows", "Depth = 41")] Tensor x) => MeanSquare(Linear(Tanh(Linear(x, 70)), 17));

    private static Tensor MeanSquare(Tensor x) => Mean(x * x);
}

/// <summary>Products that are repeated along one axis or two, of sizes known only when they run, whichever way operands lie.</summary>
[Model]
internal sealed partial class Repeated
{
    internal static Tensor Loss([Axes("B", "T", "H = 3", "D = 18")] Tensor q, [Axes("B", "S", "H = 3", "D = 18")] Tensor k)
    {
        var mixed = Einsum("b t h d, h d e -> b t h e", q, Parameter("mix", Normal(0.3), 3, 18, 21));
        var scores = Einsum("b t h d, b s h d -> b h t s", q, k);
        var read = Einsum("b h t s, b s h d -> b t h d", Tanh(scores * 0.2), k);
        var written = Linear(read, 16);
        return Mean(mixed * mixed) + Mean(written * written);
    }
}

/// <summary>One product, as it is.</summary>
[Model]
internal sealed partial class OneProduct
{
    internal static Tensor Result([Axes("M", "K = 50")] Tensor a) => Einsum("m k, k n -> m n", a, Parameter("b", Normal(1), 50, 43));
}
