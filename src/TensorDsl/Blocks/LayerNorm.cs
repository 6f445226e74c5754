namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Layer normalisation: along the last axis x gets mean 0 and variance 1, then a learned gain and bias:
    /// y = (x − mean) / √(variance + ε) · gain + bias
    /// (Ba, Kiros, Hinton: Layer Normalization, 2016).
    /// <list type="table">
    /// <item><term>x</term><description>(…, D)</description></item>
    /// <item><term>gain</term><description>(D), parameter <c>layerNorm.gain</c>, starts at 1</description></item>
    /// <item><term>bias</term><description>(D), parameter <c>layerNorm.bias</c>, starts at 0</description></item>
    /// <item><term>result</term><description>(…, D)</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="epsilon">Keeps the division sound where x is constant along the axis.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">x has no last axis of constant size.</exception>
    public static Tensor LayerNorm(Tensor x, bool bias = true, double epsilon = 1e-5, string name = "layerNorm")
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var width = x.Shape[last.In(x.Shape)].Size;
        var centred = x - Mean(x, -1, keep: true);
        var variance = Mean(centred * centred, -1, keep: true);
        var y = centred / Sqrt(variance + epsilon) * Parameter("gain", Ones, width);
        return bias ? y + Parameter("bias", Zeros, width) : y;
    }
}
