namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// An affine map of the last axis: y = x · weight + bias.
    /// <list type="table">
    /// <item><term>x</term><description>(…, In)</description></item>
    /// <item><term>weight</term><description>(In, <paramref name="width"/>), parameter <c>linear.weight</c></description></item>
    /// <item><term>bias</term><description>(<paramref name="width"/>), parameter <c>linear.bias</c>, starts at 0</description></item>
    /// <item><term>result</term><description>(…, <paramref name="width"/>)</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The input; its last axis is mapped, all others are kept.</param>
    /// <param name="width">The size of the result's last axis.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="init">How the weight starts; uniform on ±1/√In if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">x has no last axis of constant size, or the width is not positive.</exception>
    public static Tensor Linear(Tensor x, Dim width, bool bias = true, Initializer? init = null, string name = "linear")
    {
        using var scope = Definition.Current.Names.Open(name);
        return Affine(x, width, init, "weight", bias ? "bias" : null);
    }

    // The affine map that several blocks are made of; the weight and the bias are parameters of the open block.
    private static Tensor Affine(Tensor x, Dim width, Initializer? init, string weight, string? bias)
    {
        AxisRef last = -1;
        var from = x.Shape[last.In(x.Shape)].Size;
        double halfWidth = 1 / Math.Sqrt(Sizes.Constant("The last axis of the input", from));
        var y = Einsum("... d, d k -> ... k", x, Parameter(weight, init ?? Uniform(halfWidth), from, width));
        return bias is null ? y : y + Parameter(bias, Zeros, width);
    }
}
