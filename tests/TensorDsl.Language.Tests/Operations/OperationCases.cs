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
        ["log sum exp"] = s => LogSumExp(X(s)),
        ["log sum exp of first, kept"] = s => LogSumExp(X(s), 0, keep: true),
        ["sigmoid"] = s => Sigmoid(X(s)),
        ["relu"] = s => Relu(X(s)),
        ["gelu"] = s => Gelu(X(s)),
        ["gelu by tanh"] = s => GeluTanh(X(s)),
        ["silu"] = s => Silu(X(s)),
        ["split"] = s => SplitAxis(Numbers.Parameter("x", [.. s, 6]), -1, 2, 3) * Numbers.Tensor("split", 2, 3),
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

    private static Tensor Twice(Tensor x) => x * Exp(x) + x;

    private static Tensor Batch(string name, int[] sizes, int n, int m) => Numbers.Parameter(name, [.. sizes, n, m]);
}
