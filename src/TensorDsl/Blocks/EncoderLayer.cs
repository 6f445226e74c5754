namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// One layer of an encoder, or of a decoder that reads itself only: self-attention, then a feed-forward layer, each a
    /// residual branch with its normalisation (Vaswani et al.: Attention Is All You Need, 2017, section 3.1).
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, DModel)</description></item>
    /// <item><term>attention</term><description><see cref="SelfAttention"/>, parameters <c>encoderLayer.selfAttention.…</c></description></item>
    /// <item><term>feed-forward</term><description><see cref="FeedForward"/>, parameters <c>encoderLayer.feedForward.…</c></description></item>
    /// <item><term>normalisations</term><description><c>encoderLayer.layerNorm</c> and <c>layerNorm2</c>, in the order of the branches</description></item>
    /// <item><term>result</term><description>(…, T, DModel)</description></item>
    /// </list>
    /// With <see cref="NormPlacement.Pre"/> the stack's result still needs a normalisation. For other parts, such as
    /// <see cref="SwiGlu"/>, write the two branches with <see cref="Residual"/>.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="dFf">The width of the feed-forward layer.</param>
    /// <param name="mask">Which positions may be read.</param>
    /// <param name="activation">Of the feed-forward layer; <see cref="Relu"/>, as in the paper, if not given.</param>
    /// <param name="placement">Where the branches are normalised; the paper has <see cref="NormPlacement.Post"/>.</param>
    /// <param name="norm"><see cref="LayerNorm"/> if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <param name="dropout">The rate of <see cref="Dropout"/> on each branch's result; 0.1 in the paper's base form (section 5.4).</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor EncoderLayer(
        Tensor x, Dim heads, Dim dk, Dim dv, Dim dFf, Mask mask, Func<Tensor, Tensor>? activation = null,
        NormPlacement placement = NormPlacement.Post, Func<Tensor, Tensor>? norm = null, string name = "encoderLayer",
        double dropout = 0)
    {
        using var scope = Definition.Current.Names.Open(name);
        x = Residual(x, h => SelfAttention(h, heads, dk, dv, mask), placement, norm, dropout);
        return Residual(x, h => FeedForward(h, dFf, activation ?? Relu), placement, norm, dropout);
    }
}
