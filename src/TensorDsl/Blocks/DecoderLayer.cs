namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// One layer of a decoder that reads an encoder's result: causal self-attention, attention to the memory, a feed-forward
    /// layer, each a residual branch with its normalisation (Vaswani et al.: Attention Is All You Need, 2017, section 3.1).
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, DModel)</description></item>
    /// <item><term>memory</term><description>(…, S, DMemory), the same leading axes</description></item>
    /// <item><term>self-attention</term><description><see cref="SelfAttention"/>, parameters <c>decoderLayer.selfAttention.…</c></description></item>
    /// <item><term>cross-attention</term><description><see cref="CrossAttention"/>, parameters <c>decoderLayer.crossAttention.…</c></description></item>
    /// <item><term>feed-forward</term><description><see cref="FeedForward"/>, parameters <c>decoderLayer.feedForward.…</c></description></item>
    /// <item><term>normalisations</term><description><c>decoderLayer.layerNorm</c>, <c>layerNorm2</c>, <c>layerNorm3</c>, in the order of the branches</description></item>
    /// <item><term>result</term><description>(…, T, DModel)</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="memory">What the encoder gave.</param>
    /// <param name="heads">The number of heads of both attentions.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="dFf">The width of the feed-forward layer.</param>
    /// <param name="memoryMask">Which positions of the memory may be read; for a padded one <see cref="Mask.Lengths"/>.</param>
    /// <param name="activation">Of the feed-forward layer; <see cref="Relu"/>, as in the paper, if not given.</param>
    /// <param name="placement">Where the branches are normalised; the paper has <see cref="NormPlacement.Post"/>.</param>
    /// <param name="norm"><see cref="LayerNorm"/> if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <param name="dropout">The rate of <see cref="Dropout"/> on each branch's result; 0.1 in the paper's base form (section 5.4).</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the leading axes differ.</exception>
    public static Tensor DecoderLayer(
        Tensor x, Tensor memory, Dim heads, Dim dk, Dim dv, Dim dFf, Mask memoryMask, Func<Tensor, Tensor>? activation = null,
        NormPlacement placement = NormPlacement.Post, Func<Tensor, Tensor>? norm = null, string name = "decoderLayer",
        double dropout = 0)
    {
        using var scope = Definition.Current.Names.Open(name);
        x = Residual(x, h => SelfAttention(h, heads, dk, dv, Mask.Causal), placement, norm, dropout);
        x = Residual(x, h => CrossAttention(h, memory, heads, dk, dv, memoryMask), placement, norm, dropout);
        return Residual(x, h => FeedForward(h, dFf, activation ?? Relu), placement, norm, dropout);
    }
}
