namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// An encoder-only transformer, a masked language model: layers in which every position reads every other of its
    /// sequence, and the feed-forward layer, with biases (Devlin et al.: BERT, 2019). If nothing else is asked for it has
    /// learned positions, post-norm layers, GELU, and the embedding tied to the output.
    /// <list type="table">
    /// <item><term>tokens</term><description>(B, T), T at most <paramref name="context"/></description></item>
    /// <item><term>lengths</term><description>(B): how many of a sequence's tokens there are, the rest being padding</description></item>
    /// <item><term>embedding</term><description>(<paramref name="vocab"/>, <paramref name="dModel"/>), parameter</description></item>
    /// <item><term>result</term><description>(B, T, <paramref name="vocab"/>): the logits of the word at each position</description></item>
    /// </list>
    /// </summary>
    /// <param name="tokens">The text, some of its words masked.</param>
    /// <param name="lengths">The number of tokens of each sequence, from 1.</param>
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
    public static Tensor EncoderOnly(
        Tokens tokens, Tokens lengths, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim vocab, Dim context,
        PositionKind positions = PositionKind.Learned, NormPlacement placement = NormPlacement.Post,
        ActivationKind activation = ActivationKind.Gelu, bool tied = true, Dim? keyHeads = null)
    {
        var init = Normal(0.02);
        var table = Parameter("embedding", init, vocab, dModel);
        var layer = new FamilyLayer(heads, dk, dv, dFf, positions, placement, activation, Bias: true, init, KeyHeads: keyHeads);
        var x = Encode(layer, tokens, lengths, layers, table, context);
        return tied ? Unembed(x, table) : Linear(x, vocab, bias: false, init, name: "output");
    }

    /// <summary>
    /// <see cref="EncoderOnly"/> without its head, and with the other parameters of it: what it makes of each position.
    /// <list type="table">
    /// <item><term>tokens</term><description>(B, T), T at most <paramref name="context"/></description></item>
    /// <item><term>lengths</term><description>(B)</description></item>
    /// <item><term>result</term><description>(B, T, <paramref name="dModel"/>)</description></item>
    /// </list>
    /// </summary>
    /// <param name="tokens">The text.</param>
    /// <param name="lengths">The number of tokens of each sequence, from 1.</param>
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
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor EncoderOnlyEncode(
        Tokens tokens, Tokens lengths, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim vocab, Dim context,
        PositionKind positions = PositionKind.Learned, NormPlacement placement = NormPlacement.Post,
        ActivationKind activation = ActivationKind.Gelu, Dim? keyHeads = null)
    {
        var init = Normal(0.02);
        var table = Parameter("embedding", init, vocab, dModel);
        var layer = new FamilyLayer(heads, dk, dv, dFf, positions, placement, activation, Bias: true, init, KeyHeads: keyHeads);
        return Encode(layer, tokens, lengths, layers, table, context);
    }

    private static Tensor Encode(FamilyLayer layer, Tokens tokens, Tokens lengths, Dim layers, Tensor table, Dim context)
    {
        var x = LayerNorm(layer.Place(Embedding(tokens, table), context));
        return layer.Finish(Repeat(layers, x, h => layer.Of(h, Mask.Lengths(lengths))));
    }
}
