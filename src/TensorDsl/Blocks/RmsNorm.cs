namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Root-mean-square normalisation: along the last axis x is divided by its root mean square, then multiplied by a
    /// learned gain: y = x / √(mean(x²) + ε) · gain. Unlike <see cref="LayerNorm"/> it keeps the mean, and so saves a pass
    /// (Zhang, Sennrich: Root Mean Square Layer Normalization, 2019).
    /// <list type="table">
    /// <item><term>x</term><description>(…, D)</description></item>
    /// <item><term>gain</term><description>(D), parameter <c>rmsNorm.gain</c>, starts at 1</description></item>
    /// <item><term>result</term><description>(…, D)</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="epsilon">Keeps the division sound where x is zero along the axis.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">x has no last axis of constant size.</exception>
    public static Tensor RmsNorm(Tensor x, double epsilon = 1e-5, string name = "rmsNorm")
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var width = x.Shape[last.In(x.Shape)].Size;
        return x / Sqrt(Mean(x * x, -1, keep: true) + epsilon) * Parameter("gain", Ones, width);
    }
}
