namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The gated feed-forward layer: (activation(x · gate) ∘ (x · up)) · down. With <see cref="Silu"/> it is SwiGLU, with
    /// <see cref="Gelu"/> GEGLU, with <see cref="Sigmoid"/> GLU, with <c>y =&gt; y</c> the bilinear layer
    /// (Shazeer: GLU Variants Improve Transformer, 2020).
    /// <list type="table">
    /// <item><term>x</term><description>(…, DModel)</description></item>
    /// <item><term>gate, up</term><description>(DModel, <paramref name="width"/>), parameters <c>feedForward.gate</c> and <c>.up</c></description></item>
    /// <item><term>down</term><description>(<paramref name="width"/>, DModel), parameter <c>feedForward.down</c></description></item>
    /// <item><term>biases</term><description><c>gateBias</c>, <c>upBias</c> and <c>downBias</c>, start at 0</description></item>
    /// <item><term>result</term><description>(…, DModel)</description></item>
    /// </list>
    /// It has three matrices where <see cref="FeedForward"/> has two: two thirds of the width make as many parameters.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="width">The width between the maps.</param>
    /// <param name="activation">Of the gate; it keeps the shape.</param>
    /// <param name="bias">Whether the maps have biases; the paper's have none.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="outputInit">How <c>down</c> starts; as the others if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor GatedFeedForward(
        Tensor x, Dim width, Func<Tensor, Tensor> activation, bool bias = false, Initializer? init = null,
        Initializer? outputInit = null, string name = "feedForward")
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var gate = activation(Affine(x, width, init, "gate", bias ? "gateBias" : null));
        var hidden = gate * Affine(x, width, init, "up", bias ? "upBias" : null);
        return Affine(hidden, x.Shape[last.In(x.Shape)].Size, outputInit ?? init, "down", bias ? "downBias" : null);
    }

    /// <summary>SwiGLU: <see cref="GatedFeedForward"/> with <see cref="Silu"/> (Shazeer: GLU Variants Improve Transformer, 2020).</summary>
    /// <param name="x">(…, DModel).</param>
    /// <param name="width">The width between the maps.</param>
    /// <param name="bias">Whether the maps have biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="outputInit">How <c>down</c> starts; as the others if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <returns>(…, DModel).</returns>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor SwiGlu(
        Tensor x, Dim width, bool bias = false, Initializer? init = null, Initializer? outputInit = null,
        string name = "feedForward") => GatedFeedForward(x, width, Silu, bias, init, outputInit, name);

    /// <summary>GEGLU: <see cref="GatedFeedForward"/> with <see cref="Gelu"/> (Shazeer: GLU Variants Improve Transformer, 2020).</summary>
    /// <param name="x">(…, DModel).</param>
    /// <param name="width">The width between the maps.</param>
    /// <param name="bias">Whether the maps have biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="outputInit">How <c>down</c> starts; as the others if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <returns>(…, DModel).</returns>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor GeGlu(
        Tensor x, Dim width, bool bias = false, Initializer? init = null, Initializer? outputInit = null,
        string name = "feedForward") => GatedFeedForward(x, width, Gelu, bias, init, outputInit, name);
}
