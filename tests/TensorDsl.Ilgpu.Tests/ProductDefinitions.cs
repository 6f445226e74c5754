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

/// <summary>Maps behind products that read biases, a residual and dropout, and whose values before the last one are kept for the gradient.</summary>
[Model]
internal sealed partial class Side
{
    internal static Tensor Loss([Axes("B", "D = 21")] Tensor x)
    {
        var h = Dropout(GeluTanh(Linear(x, 33)), 0.2);
        var y = x + (Tanh(Linear(h, 21)) * Sigmoid(Linear(h, 21)));
        return Mean(y * y);
    }
}

/// <summary>One product, as it is.</summary>
[Model]
internal sealed partial class OneProduct
{
    internal static Tensor Result([Axes("M", "K = 50")] Tensor a) => Einsum("m k, k n -> m n", a, Parameter("b", Normal(1), 50, 43));
}

/// <summary>Products whose rows the compiler knows: the most that are few, and one more.</summary>
[Model]
internal sealed partial class KnownRows
{
    internal const int Few = 32, More = Few + 1;

    internal static Tensor ByFew([Axes("M = Few", "K = 50")] Tensor a) => Einsum("m k, k n -> m n", a, Weight());

    internal static Tensor ByMore([Axes("M = More", "K = 50")] Tensor a) => Einsum("m k, k n -> m n", a, Weight());

    private static Tensor Weight() => Parameter("b", Normal(1), 50, 43);
}

/// <summary>
/// Products whose time with few rows is that of reading the weights: these lie one way or the other, in eights, in fours or not, and are
/// the same for all rows or repeated; more terms than shared memory takes at a time, and a map behind the sums.
/// </summary>
[Model]
internal sealed partial class WeightMatrices
{
    internal static Tensor Across([Axes("M", "K = 1100")] Tensor x) => Einsum("m k, k n -> m n", x, Parameter("across", Normal(1), 1100, 44));

    internal static Tensor Deep([Axes("M", "K = 1100")] Tensor x) => Einsum("m k, n k -> m n", x, Parameter("deep", Normal(1), 37, 1100));

    internal static Tensor DeepEights([Axes("M", "K = 1096")] Tensor x) => Einsum("m k, n k -> m n", x, Parameter("deepEights", Normal(1), 38, 1096));

    internal static Tensor Odd([Axes("M", "K = 1101")] Tensor x) => Einsum("m k, k n -> m n", x, Parameter("odd", Normal(1), 1101, 19));

    internal static Tensor OddDeep([Axes("M", "K = 53")] Tensor x) => Einsum("m k, n k -> m n", x, Parameter("oddDeep", Normal(1), 71, 53));

    internal static Tensor OneColumn([Axes("M", "K = 20")] Tensor x) => Einsum("m k, k -> m", x, Parameter("column", Normal(1), 20));

    internal static Tensor Heads([Axes("M", "H = 3", "K = 52")] Tensor x) => Einsum("m h k, h k n -> m h n", x, Parameter("heads", Normal(1), 3, 52, 12));

    internal static Tensor Biased([Axes("M", "K = 52")] Tensor x) => Tanh(Linear(x, 28, name: "layer") * 0.1) + 1;
}
