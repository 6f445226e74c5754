namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A decoder-only transformer language model: layers of causal self-attention and a feed-forward layer, without biases
    /// (Radford et al.: Language Models are Unsupervised Multitask Learners, 2019; its initialisation, normal 0.02 with
    /// the residual projections scaled by 1/√(2·layers)). If nothing else is asked for it has learned positions, pre-norm
    /// layers, GELU, and the embedding tied to the output.
    /// <list type="table">
    /// <item><term>tokens</term><description>(B, T), T at most <paramref name="context"/></description></item>
    /// <item><term>embedding</term><description>(<paramref name="vocab"/>, <paramref name="dModel"/>), parameter</description></item>
    /// <item><term>residual stream</term><description>(B, T, <paramref name="dModel"/>)</description></item>
    /// <item><term>result</term><description>(B, T, <paramref name="vocab"/>): the logits of each next token</description></item>
    /// </list>
    /// </summary>
    /// <param name="tokens">The text so far.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="heads">The number of attention heads in each layer.</param>
    /// <param name="dModel">The width of the residual stream.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="dFf">The width of the feed-forward layer.</param>
    /// <param name="vocab">The number of distinct tokens.</param>
    /// <param name="context">The longest sequence.</param>
    /// <param name="positions">How it knows of positions.</param>
    /// <param name="placement">Where the residual branches are normalised.</param>
    /// <param name="activation">The feed-forward layer.</param>
    /// <param name="tied">Whether the embedding's table is the output's too.</param>
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor DecoderOnly(
        Tokens tokens, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim vocab, Dim context,
        PositionKind positions = PositionKind.Learned, NormPlacement placement = NormPlacement.Pre,
        ActivationKind activation = ActivationKind.Gelu, bool tied = true, Dim? keyHeads = null)
    {
        var init = Normal(0.02);
        var residual = Normal(0.02 / Math.Sqrt(2 * Sizes.Constant("The number of layers", layers)));
        var layer = new FamilyLayer(heads, dk, dv, dFf, positions, placement, activation, Bias: false, init, residual, keyHeads);
        var table = Parameter("embedding", init, vocab, dModel);
        var x = layer.Place(Embedding(tokens, table), context);
        x = layer.Finish(Repeat(layers, x, h => layer.Of(h, Mask.Causal)));
        return tied ? Unembed(x, table) : Linear(x, vocab, bias: false, init, name: "output");
    }
}
