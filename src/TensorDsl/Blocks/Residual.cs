namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A residual branch with its normalisation: x + branch(norm(x)) before the branch, or norm(x + branch(x)) after the sum
    /// (Vaswani et al.: Attention Is All You Need, 2017, has it after; Xiong et al.: On Layer Normalization in the
    /// Transformer Architecture, 2020, shows what placing it before changes).
    /// <list type="table">
    /// <item><term>x</term><description>(…, DModel), of any axes</description></item>
    /// <item><term>norm(x), branch(x)</term><description>the same shape</description></item>
    /// <item><term>result</term><description>the same shape</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The residual stream.</param>
    /// <param name="branch">What is added to it, such as attention.</param>
    /// <param name="placement">Whether the branch's input is normalised, or the sum.</param>
    /// <param name="norm"><see cref="LayerNorm"/> if not given.</param>
    /// <param name="dropout">The rate of <see cref="Dropout"/> on the branch's result (Vaswani et al., section 5.4).</param>
    /// <exception cref="ShapeException">The branch changes the shape.</exception>
    public static Tensor Residual(
        Tensor x, Func<Tensor, Tensor> branch, NormPlacement placement = NormPlacement.Pre, Func<Tensor, Tensor>? norm = null,
        double dropout = 0)
    {
        norm ??= y => LayerNorm(y);
        return placement == NormPlacement.Pre ? x + Dropout(branch(norm(x)), dropout) : norm(x + Dropout(branch(x), dropout));
    }
}
