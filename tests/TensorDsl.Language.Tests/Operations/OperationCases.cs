using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Operations;

/// <summary>Every differentiable operation, over parameters of a given shape.</summary>
internal static class OperationCases
{
    public static readonly int[][] Shapes = [[1], [7], [2, 3], [3, 1], [1, 5], [2, 3, 5], [1, 1, 1], [2, 1, 4, 3]];

    public static readonly Dictionary<string, Func<int[], Tensor>> All = new()
    {
        ["negate"] = s => -X(s),
        ["abs"] = s => Abs(X(s)),
        ["exp"] = s => Exp(X(s)),
        ["log"] = s => Log(Positive(s)),
        ["sqrt"] = s => Sqrt(Positive(s)),
        ["sin"] = s => Sin(X(s)),
        ["cos"] = s => Cos(X(s)),
        ["tanh"] = s => Tanh(X(s)),
        ["erf"] = s => Erf(X(s)),
        ["add"] = s => X(s) + Y(s),
        ["subtract"] = s => X(s) - Y(s),
        ["multiply"] = s => X(s) * Y(s),
        ["divide"] = s => X(s) / Positive(s),
        ["maximum"] = s => Maximum(X(s), Y(s)),
        ["minimum"] = s => Minimum(X(s), Y(s)),
        ["less"] = s => (X(s) < Y(s)) * X2(s),
        ["greater"] = s => (X(s) > Y(s)) * X2(s),
        ["less or equal"] = s => (X(s) <= Y(s)) * X2(s),
        ["greater or equal"] = s => (X(s) >= Y(s)) * X2(s),
        ["equal"] = s => Equal(X(s), Y(s)) + X2(s),
        ["where"] = s => Where(X(s) > 0, X2(s), Y(s)),
        ["number times tensor"] = s => 3 * X(s) / 7 - 1,
        ["same tensor twice"] = s => Twice(X(s)),
        ["broadcast last"] = s => X(s) * Numbers.Parameter("row", s[^1]),
        ["broadcast first"] = s => X(s) - Numbers.Parameter("column", [.. s.Select((n, i) => i == 0 ? n : 1)]),
        ["broadcast scalar"] = s => Numbers.Parameter("scalar") * X(s),
        ["sum"] = s => Sum(X(s)),
        ["sum of first"] = s => Sum(X(s), 0),
        ["sum of last, kept"] = s => Sum(X(s), -1, keep: true),
        ["mean"] = s => Mean(X(s)),
        ["mean of first"] = s => Mean(X(s), 0),
        ["max of last"] = s => Max(X(s), -1),
        ["max of first, kept"] = s => Max(X(s), 0, keep: true),
        ["variance"] = s => Variance(X(s), -1),
        ["variance of first, kept"] = s => Variance(X(s), 0, keep: true),
        ["softmax"] = s => Softmax(X(s)),
        ["softmax of first"] = s => Softmax(X(s), 0),
        ["log softmax"] = s => LogSoftmax(X(s)),
        ["log softmax of first"] = s => LogSoftmax(X(s), 0),
        ["unit length"] = s => UnitLength(Positive(s)),
        ["unit length of first"] = s => UnitLength(Positive(s), 0),
        ["log sum exp"] = s => LogSumExp(X(s)),
        ["log sum exp of first, kept"] = s => LogSumExp(X(s), 0, keep: true),
        ["sigmoid"] = s => Sigmoid(X(s)),
        ["relu"] = s => Relu(X(s)),
        ["gelu"] = s => Gelu(X(s)),
        ["gelu by tanh"] = s => GeluTanh(X(s)),
        ["silu"] = s => Silu(X(s)),
        ["split axis"] = s => SplitAxis(Numbers.Parameter("x", [.. s, 6]), -1, 2, 3) * Numbers.Tensor("split", 2, 3),
        ["merge"] = s => MergeAxes(Numbers.Parameter("x", [.. s, 3]), -2),
        ["transpose"] = s => Transpose(X(s), [.. Enumerable.Range(0, s.Length).Reverse().Select(i => (AxisRef)i)]),
        ["rename"] = s => Rename(X(s), 0, "R"),
        ["index"] = s => Index(Y(s), -1) * X(s),
        ["einsum, linear"] = s => Einsum("...d,dk->...k", X(s), Numbers.Parameter("w", s[^1], 3)),
        ["einsum, outer"] = s => Einsum("...,k->k...", X(s), Numbers.Parameter("w", 3)),
        ["einsum, inner"] = s => Einsum("...,...->", X(s), Y(s)),
        ["einsum, batched"] = s => Einsum("... n d, ... m d -> ... n m", Batch("x", s, 3, 2), Batch("y", s, 5, 2)),
        ["matmul, shared"] = s => MatMul(Batch("x", s, 3, 2), Numbers.Parameter("w", 2, 4)),
        ["matmul, batched"] = s => MatMul(Batch("x", s, 3, 2), Batch("y", s, 2, 4)),
        ["slice"] = s => Slice(Batch("x", s, 7, 3), -2, 2, 4) * Batch("y", s, 4, 3),
        ["slice in steps"] = s => Slice(Batch("x", s, 7, 3), -2, 1, 3, 2),
        ["slice backwards"] = s => Slice(Batch("x", s, 7, 3), -2, -1, 3, -3),
        ["slice of slice"] = s => Slice(Slice(Batch("x", s, 7, 5), -1, 1, 4), -2, 6, 4, -1),
        ["at"] = s => At(X(s), 0, -1),
        ["split"] = s => Halves(Split(Batch("x", s, 5, 2), -2, 2, 1, 2)),
        ["flip"] = s => Flip(X(s), -1) * Y(s),
        ["concat"] = s => Concat(-2, Batch("x", s, 2, 3), Exp(Batch("y", s, 4, 3)), Batch("z", s, 2, 3)),
        ["concat first"] = s => Concat(0, X(s), Y(s)),
        ["stack"] = s => Stack(0, X(s), Y(s), X2(s)),
        ["stack last"] = s => Stack(-1, X(s), Y(s)),
        ["pad"] = s => Pad(X(s), -1, 2, 1),
        ["pad first with a value"] = s => Pad(X(s), 0, 0, 2, 1.5),
        ["shift"] = s => Shift(X(s), -1, 1) * Y(s),
        ["shift back"] = s => Shift(X(s), 0, -2) + Y(s),
        ["roll"] = s => Roll(X(s), -1, 1) * Y(s),
        ["roll back"] = s => Roll(X(s), 0, -4) * Y(s),
        ["windows"] = s => Windows(Batch("x", s, 7, 3), -2, 3, 2),
        ["overlapping windows"] = s => Exp(Windows(Batch("x", s, 6, 2), -2, 4)),
        ["convolution along one axis"] = s => Convolution1D(Batch("x", s, 6, 3), Numbers.Parameter("w", 2, 3, 4), 2, 1),
        ["convolution over two axes"] = s => Convolution2D(Numbers.Parameter("x", [.. s, 4, 5, 2]), Numbers.Parameter("w", 3, 2, 2, 3), 1, 1),
        ["causal convolution"] = s => CausalConvolution(Batch("x", s, 5, 2), Numbers.Parameter("w", 3, 2, 2)),
        ["max pool"] = s => MaxPool(Batch("x", s, 7, 2), -2, 3, 2),
        ["mean pool"] = s => MeanPool(Batch("x", s, 7, 2), -2, 3, 3),
        ["cumulative sum"] = s => CumulativeSum(X(s), -1) * Y(s),
        ["cumulative sum of first"] = s => CumulativeSum(X(s), 0) * Y(s),
        ["argmax"] = s => ArgMax(X(s), -1, keep: true) * Y(s),
        ["reshape"] = s => Reshape(Batch("x", s, 2, 3), ("N", s.Aggregate(3, (n, size) => n * size)), ("M", 2)),
        ["squeeze"] = s => Squeeze(Unsqueeze(X(s), 0) * Unsqueeze(Y(s), 0), 0),
        ["expand"] = s => Expand(Unsqueeze(X(s), -1), -1, 3, "N") * Numbers.Tensor("n", 3),
        ["contract"] = s => Contract(Rename(Batch("x", s, 4, 2), -2, "N"), Rename(Numbers.Parameter("y", 4, 3), 0, "N"), "N"),
        ["min"] = s => Min(X(s), -1),
        ["sum over several"] = s => Sum(Batch("x", s, 3, 2), [0, -1], keep: true) * Batch("y", s, 3, 2),
        ["mean over several"] = s => Mean(Batch("x", s, 3, 2), [-1, 0]),
        ["max over several"] = s => Max(Batch("x", s, 3, 2), [-3, -1]),
        ["min over several"] = s => Min(Batch("x", s, 3, 2), [-2, -1], keep: true),
        ["variance over several"] = s => Variance(Batch("x", s, 3, 2), [0, -1]),
        ["rsqrt"] = s => Rsqrt(Positive(s)),
        ["power"] = s => Power(X(s), 5) + Power(Y(s), 1) + Power(X2(s), 0),
        ["negative power"] = s => Power(Positive(s), -3),
        ["root as a power"] = s => Power(Positive(s), 0.5),
        ["broken power"] = s => Power(Positive(s), 1.7),
        ["power of tensors"] = s => Power(Positive(s), Y(s)),
        ["clamp"] = s => Clamp(X(s), -0.5, 0.75),
        ["softplus"] = s => Softplus(X(s)),
        ["log sigmoid"] = s => LogSigmoid(3 * X(s)),
        ["table"] = s => X(s) * Table([.. Enumerable.Range(0, s[^1]).Select(i => Math.Cos(i) + 2)]),
        ["gather"] = s => Gather(Numbers.Parameter("table", [4, .. s]), Tokens.Of([3, 0, 3], ("B", 1), ("T", 3))),
    };

    private static Tensor X(int[] sizes) => Numbers.Parameter("x", sizes);

    private static Tensor X2(int[] sizes) => Numbers.Parameter("x2", sizes);

    private static Tensor Y(int[] sizes) => Numbers.Parameter("y", sizes);

    private static Tensor Positive(int[] sizes)
    {
        var p = Numbers.Parameter("p", sizes);
        return (p * p) + 0.5;
    }

    private static Tensor Halves(Tensor[] parts)
    {
        var (first, middle, last) = parts;
        return first * Exp(last) + middle;
    }

    private static Tensor Twice(Tensor x) => x * Exp(x) + x;

    private static Tensor Batch(string name, int[] sizes, int n, int m) => Numbers.Parameter(name, [.. sizes, n, m]);
}
