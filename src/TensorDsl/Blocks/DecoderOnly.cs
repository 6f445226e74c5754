namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A decoder-only transformer language model, to which <see cref="TransformerAttribute"/> expands: pre-norm layers of
    /// causal self-attention and a GELU feed-forward, learned positions, the embedding tied to the output, no biases
    /// (Radford et al.: Language Models are Unsupervised Multitask Learners, 2019; its initialisation, normal 0.02 with
    /// the residual projections scaled by 1/√(2·layers)).
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
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor DecoderOnly(
        Tokens tokens, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim vocab, Dim context)
    {
        var init = Normal(0.02);
        var residual = Normal(0.02 / Math.Sqrt(2 * Sizes.Constant("The number of layers", layers)));
        var table = Parameter("embedding", init, vocab, dModel);
        var x = Embedding(tokens, table) + LearnedPositions(tokens, context, dModel, init);
        x = Repeat(layers, x, h =>
        {
            h += SelfAttention(LayerNorm(h, bias: false), heads, dk, dv, Mask.Causal, bias: false, init, residual);
            h += FeedForward(LayerNorm(h, bias: false), dFf, Gelu, bias: false, init, residual);
            return h;
        });
        return Unembed(LayerNorm(x, bias: false), table);
    }
}
