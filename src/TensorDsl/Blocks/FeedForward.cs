namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The position-wise feed-forward layer: activation(x · up + upBias) · down + downBias
    /// (Vaswani et al.: Attention Is All You Need, 2017, section 3.3).
    /// <list type="table">
    /// <item><term>x</term><description>(…, DModel)</description></item>
    /// <item><term>up</term><description>(DModel, <paramref name="width"/>), parameter <c>feedForward.up</c></description></item>
    /// <item><term>down</term><description>(<paramref name="width"/>, DModel), parameter <c>feedForward.down</c></description></item>
    /// <item><term>biases</term><description><c>upBias</c> and <c>downBias</c>, start at 0</description></item>
    /// <item><term>result</term><description>(…, DModel)</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="width">The width between the two maps.</param>
    /// <param name="activation">For example <see cref="Gelu"/>; it keeps the shape.</param>
    /// <param name="bias">Whether both maps have biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="outputInit">How <c>down</c> starts; as <c>up</c> if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor FeedForward(
        Tensor x, Dim width, Func<Tensor, Tensor> activation, bool bias = true, Initializer? init = null,
        Initializer? outputInit = null, string name = "feedForward")
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var hidden = activation(Affine(x, width, init, "up", bias ? "upBias" : null));
        return Affine(hidden, x.Shape[last.In(x.Shape)].Size, outputInit ?? init, "down", bias ? "downBias" : null);
    }
}
