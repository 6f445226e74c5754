using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

// Every operation with a parameter of its own, so that the gradient of each is compared by itself.

/// <summary>What the models of <see cref="OperationTests"/> are made of: x is (B, T, n).</summary>
internal static class Operations
{
    public static Tensor Maps(Tensor x, int n) =>
        Of(nameof(Abs), x, n, Abs) + Of(nameof(Exp), x, n, Exp) + Of(nameof(Log), x, n, y => Log(Positive(y)))
        + Of(nameof(Sqrt), x, n, y => Sqrt(Positive(y))) + Of(nameof(Rsqrt), x, n, y => Rsqrt(Positive(y)))
        + Of(nameof(Sin), x, n, Sin) + Of(nameof(Cos), x, n, Cos) + Of(nameof(Tanh), x, n, Tanh) + Of(nameof(Erf), x, n, Erf)
        + Of(nameof(Relu), x, n, Relu) + Of(nameof(Gelu), x, n, Gelu) + Of(nameof(GeluTanh), x, n, GeluTanh)
        + Of(nameof(Silu), x, n, Silu) + Of(nameof(Sigmoid), x, n, Sigmoid) + Of(nameof(Softplus), x, n, Softplus)
        + Of(nameof(LogSigmoid), x, n, LogSigmoid) + Of(nameof(Clamp), x, n, y => Clamp(y, -0.4, 0.6))
        + Of("cube", x, n, y => Power(y, 3)) + Of("broken", x, n, y => Power(Positive(y), 1.7))
        + Of("reciprocal", x, n, y => Power(Positive(y), -2)) + Of("powers", x, n, y => Power(Positive(y), y))
        + Of(nameof(Maximum), x, n, y => Maximum(y, 0.3 * x)) + Of(nameof(Minimum), x, n, y => Minimum(y, 0.3 * x))
        + Of(nameof(Where), x, n, y => Where(x < 0.2, y, y * y)) + Of("compare", x, n, y => y * (y >= 0.1) - Equal(y, x))
        + Of("arithmetic", x, n, y => (3 - y) / (2 + (y * x)) - 0.5 + (-y)) + Of(nameof(StopGradient), x, n, y => y * StopGradient(y));

    public static Tensor Reductions(Tensor x, int n) =>
        Of(nameof(Sum), x, n, y => Sum(y, -1)) + Of("sumOfT", x, n, y => Sum(y, "T", keep: true)) + Of("sumOfB", x, n, y => Sum(y, "B"))
        + Of(nameof(Mean), x, n, y => Mean(y, "T")) + Of(nameof(Max), x, n, y => Max(y, -1, keep: true)) + Of("maxOfT", x, n, y => Max(y, "T"))
        + Of(nameof(Min), x, n, y => Min(y, -1)) + Of("minOfB", x, n, y => Min(y, "B", keep: true))
        + Of(nameof(Variance), x, n, y => Variance(y, -1)) + Of("varianceOfT", x, n, y => Variance(y, "T"))
        + Of("sums", x, n, y => Sum(y, ["B", "T"])) + Of("sumsApart", x, n, y => Sum(y, ["B", "D"], keep: true))
        + Of("means", x, n, y => Mean(y, ["T", "D"])) + Of("maxima", x, n, y => Max(y, ["T", "D"])) + Of("minima", x, n, y => Min(y, ["B", "T"]))
        + Of("variances", x, n, y => Variance(y, ["T", "D"])) + Of(nameof(Softmax), x, n, Softmax) + Of("softmaxOfT", x, n, y => Softmax(y, "T"))
        + Of(nameof(LogSoftmax), x, n, LogSoftmax) + Of("unitLengthOfT", x, n, y => UnitLength(y, "T"))
        + Of(nameof(LogSumExp), x, n, LogSumExp) + Of(nameof(CumulativeSum), x, n, y => CumulativeSum(y, -1))
        + Of("cumulativeT", x, n, y => CumulativeSum(y, "T")) + Of(nameof(ArgMax), x, n, y => y * ArgMax(y, -1, keep: true))
        + Of("argMaxOfT", x, n, y => ArgMax(y, "T") * Mean(y, "T"));

    public static Tensor Parts(Tensor x, int n) =>
        Of(nameof(Slice), x, n, y => Slice(y, -1, n / 2, n - (n / 2))) + Of("steps", x, n, y => Slice(y, "D", n - 1, (n + 2) / 3, -3))
        + Of("twice", x, n, y => Exp(Slice(Slice(y, -1, 0, (n + 1) / 2, 2), -1, -1, 1))) + Of(nameof(At), x, n, y => At(y, "T", -1) * At(y, "T", 0))
        + Of("atOfD", x, n, y => At(y, "D", -1) * Mean(y, "D")) + Of(nameof(Flip), x, n, y => Flip(y, "D") * y) + Of("flipOfT", x, n, y => Flip(y, "T") * x)
        + Of(nameof(Concat), x, n, y => Concat(-1, y, Exp(x), Slice(y, -1, 0, 1))) + Of(nameof(Stack), x, n, y => Stack(1, y, x, y * y))
        + Of("stackLast", x, n, y => Softmax(Stack(-1, y, 2 * y, x), 2)) + Of(nameof(Pad), x, n, y => Pad(y, "D", 2, 3, 0.4))
        + Of(nameof(Shift), x, n, y => Shift(y, "T", 2) * y) + Of("shiftBack", x, n, y => Shift(y, -1, -1) + Shift(y, "B", 1))
        + Of(nameof(Roll), x, n, y => Roll(y, -1, 2) * y) + Of(nameof(Windows), x, n, y => Exp(Windows(y, -1, (n + 1) / 2)))
        + Of("windowsApart", x, n, y => Windows(y, "D", 1, 2, "W")) + Of(nameof(MaxPool), x, n, y => MaxPool(y, -1, (n + 1) / 2, 1))
        + Of(nameof(MeanPool), x, n, y => MeanPool(y, -1, (n + 2) / 3, 2)) + Of(nameof(Split), x, n, y => Crossed(Split(Concat(-1, y, x, y), -1, n, 1, (2 * n) - 1)))
        + Of(nameof(Reshape), x, n, y => Softmax(Reshape(y, ("N", x.Shape[0].Size * x.Shape[1].Size), (null, n)), 0))
        + Of(nameof(Expand), x, n, y => Expand(Unsqueeze(y, -1), -1, 3) * Squeeze(Unsqueeze(Parameter("three", Normal(1), 3), 0), 0));

    public static Tensor Products(Tensor x, int n) =>
        Of(nameof(MatMul), x, n, y => MatMul(y, Weight("matrix", n, 3))) + Of("batched", x, n, y => MatMul(y, Transpose(x, 0, 2, 1)))
        + Of(nameof(Einsum), x, n, y => Einsum("b t i, b s i -> t b s", y, Tanh(y))) + Of("outer", x, n, y => Einsum("b t i, j -> j b t i", y, Weight("j", 2)))
        + Of("part", x, n, y => MatMul(Slice(y, -1, n - 1, 1), Slice(Slice(Weight("rows", 4, 6), 1, 1, 5), 0, 2, 1)))
        + Of("flipped", x, n, y => MatMul(Flip(y, -1), Flip(Weight("turned", n, 5), -1))) + Of(nameof(Contract), x, n, y => Contract(y, Sin(y), "T"))
        + Of(nameof(Convolution1D), x, n, y => Convolution1D(Unsqueeze(y, -1), Weight("lines", 3, 1, 2), 2, 1))
        + Of(nameof(Convolution2D), x, n, y => Convolution2D(Unsqueeze(Stack(2, y, 2 * y, x), -1), Weight("kernel", 2, 1, 1, 3), 1, 1))
        + Of(nameof(CausalConvolution), x, n, y => CausalConvolution(y, Weight("causal", 3, n, 2)));

    private static Tensor Of(string name, Tensor x, int n, Func<Tensor, Tensor> operation)
    {
        var y = operation(x * Parameter(name, Normal(1), n));
        return Mean(y * y) + Mean(Sin(y));
    }

    private static Tensor Positive(Tensor x) => (x * x) + 0.5;

    private static Tensor Weight(string name, params Dim[] sizes) => Parameter(name, Normal(0.5), sizes);

    private static Tensor Crossed(Tensor[] parts)
    {
        var (first, middle, last) = parts;
        return Concat(-1, last, first * middle);
    }
}

[Model]
internal sealed partial class MapsOf7
{
    private static Tensor Loss([Axes("B", "T", "D = 7")] Tensor x) => Operations.Maps(x, 7);
}

[Model]
internal sealed partial class MapsOf1
{
    private static Tensor Loss([Axes("B", "T", "D = 1")] Tensor x) => Operations.Maps(x, 1);
}

[Model]
internal sealed partial class ReductionsOf19
{
    private static Tensor Loss([Axes("B", "T", "D = 19")] Tensor x) => Operations.Reductions(x, 19);
}

[Model]
internal sealed partial class ReductionsOf1
{
    private static Tensor Loss([Axes("B", "T", "D = 1")] Tensor x) => Operations.Reductions(x, 1);
}

[Model]
internal sealed partial class PartsOf7
{
    private static Tensor Loss([Axes("B", "T", "D = 7")] Tensor x) => Operations.Parts(x, 7);
}

[Model]
internal sealed partial class PartsOf32
{
    private static Tensor Loss([Axes("B", "T", "D = 32")] Tensor x) => Operations.Parts(x, 32);
}

[Model]
internal sealed partial class PartsOf1
{
    private static Tensor Loss([Axes("B", "T", "D = 1")] Tensor x) => Operations.Parts(x, 1);
}

[Model]
internal sealed partial class ProductsOf5
{
    private static Tensor Loss([Axes("B", "T", "D = 5")] Tensor x) => Operations.Products(x, 5);
}

[Model]
internal sealed partial class ProductsOf1
{
    private static Tensor Loss([Axes("B", "T", "D = 1")] Tensor x) => Operations.Products(x, 1);
}

/// <summary>A one-hot times a table is a row look-up.</summary>
[Model]
internal sealed partial class LookUps
{
    private static Tensor Loss([Axes("B", "T")] Tokens tokens)
    {
        var rows = Gather(Parameter("gathered", Normal(1), 11, 5), tokens);
        var products = MatMul(OneHot(tokens, 11), Parameter("multiplied", Normal(1), 11, 5));
        return Mean(rows * rows) + Mean(Sin(products) * rows);
    }
}
