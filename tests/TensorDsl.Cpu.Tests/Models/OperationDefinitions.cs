using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

// Models that between them use the operations on parts of axes. Odd sizes on purpose.

/// <summary>Parts of the last, an inner and an outer axis, in steps, backwards, and the last position of all.</summary>
[Model]
internal sealed partial class Sliced
{
    private const int Vocab = 9, Left = 5, Middle = 3, Right = 9, DModel = Left + Middle + Right;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.5));
        var (left, middle, right) = Split(x, -1, Left, Middle, Right);
        x += MatMul(left, Parameter("left", Normal(0.3), Left, DModel));
        x += Mean(Exp(middle), -1, keep: true) * Slice(Parameter("rows", Normal(1), 7, DModel), 0, 4, 1);
        x += Linear(Slice(x, -1, -1, 4, -3), DModel, name: "back");
        x += Linear(Flip(right, -1) * right, DModel, name: "flip");
        x -= Tanh(Unsqueeze(At(x, "T", -1), 1)) + Unsqueeze(At(x, "T", 0), 1);
        var heads = SplitAxis(Slice(x, -1, 1, 16), -1, 4, 4);
        var even = Slice(heads, -2, 0, 2, 2);
        var odd = Slice(heads, -2, 1, 2, 2);
        var turned = MergeAxes(Stack(-2, Flip(odd, -1) + even, 2 * even * Sin(odd)), -3);
        x += Unsqueeze(Sum(turned * turned, [-1, -2]), -1);
        return Linear(x, Vocab);
    }
}

/// <summary>Concatenation along several axes, padding, shifting and rolling.</summary>
[Model]
internal sealed partial class Joined
{
    private const int Vocab = 8, Narrow = 3, Wide = 18;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, Narrow, Normal(0.5));
        var y = Embedding(tokens, Vocab, Wide, Normal(0.5), name: "wide");
        var z = Concat(-1, x, Tanh(y), x * x);
        z += Roll(z, -1, 5) * Shift(z, "T", 2);
        z += Shift(z, 1, -1) * Pad(Slice(z, -1, 2, 10), -1, 3, 11, 0.7);
        var rows = Concat(0, Parameter("first", Normal(1), 2, Narrow), Parameter("second", Normal(1), 5, Narrow));
        z += Linear(Einsum("b t i, r i -> b t r", x, rows), 2 * Narrow + Wide, name: "rows");
        z = Repeat(2, z, h => h + (0.5 * Roll(Linear(h, 2 * Narrow + Wide), -1, 1)));
        return Linear(Concat(-1, z, z, y), Vocab);
    }
}

/// <summary>Convolutions, pooling and overlapping windows.</summary>
[Model]
internal sealed partial class Windowed
{
    private const int Vocab = 8, Height = 5, Width = 7, In = 2, Out = 3;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, Height * Width * In, Normal(0.5));
        var image = Reshape(x, ("B", x.Shape[0].Size), ("T", x.Shape[1].Size), ("H", Height), ("W", Width), (null, In));
        var kernel = Parameter("kernel", Normal(0.4), 3, 2, In, Out);
        var maps = Gelu(Convolution2D(image, kernel, step: 1, padding: 1));
        var pooled = MaxPool(MeanPool(maps, "H", 2, 1), "W", 3, 2);
        var flat = MergeAxes(MergeAxes(pooled, 2), 2);
        flat = CausalConvolution(Linear(flat, 6), Parameter("causal", Normal(0.3), 3, 6, 10));
        var lines = Convolution1D(Unsqueeze(flat, -1), Parameter("lines", Normal(0.4), 4, 1, 2), step: 2, padding: 1);
        return Linear(MergeAxes(lines, -2), Vocab) + Unsqueeze(Mean(Tanh(Windows(x, -1, 8, 3)), [-1, -2]), -1);
    }
}

/// <summary>Queries, keys and values from one product, read where they lie.</summary>
[Model]
internal sealed partial class Fused
{
    private const int Vocab = 9, DModel = 12, Heads = 2, DK = 3, DV = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        x = Repeat(2, x, h =>
        {
            var (q, k, v) = Split(Linear(h, Heads * (DK + DK + DV), name: "fused"), -1, Heads * DK, Heads * DK, Heads * DV);
            var read = Ops.Attention(SplitAxis(q, -1, Heads, DK), SplitAxis(k, -1, Heads, DK), SplitAxis(v, -1, Heads, DV), Mask.Causal);
            return h + Linear(MergeAxes(read, -2), DModel, name: "output");
        });
        return Linear(x, Vocab);
    }
}
