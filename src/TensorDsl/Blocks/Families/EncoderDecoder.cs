namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// An encoder-decoder transformer: layers that read the source, then as many that read the target up to each position and
    /// what the encoder gave, with biases; embeddings are multiplied by √dModel
    /// (Vaswani et al.: Attention Is All You Need, 2017). If nothing else is asked for it is the paper's: sinusoidal
    /// positions, post-norm layers, ReLU, and one table for both embeddings and the output.
    /// <list type="table">
    /// <item><term>source</term><description>(B, S), S at most <paramref name="context"/></description></item>
    /// <item><term>lengths</term><description>(B): how many of a source's tokens there are, the rest being padding</description></item>
    /// <item><term>tokens</term><description>(B, T), T at most <paramref name="context"/></description></item>
    /// <item><term>embedding.table</term><description>(<paramref name="vocab"/>, <paramref name="dModel"/>), parameter</description></item>
    /// <item><term>memory</term><description>(B, S, <paramref name="dModel"/>): what <see cref="EncoderDecoderEncode"/> gives and <see cref="EncoderDecoderDecode"/> reads</description></item>
    /// <item><term>result</term><description>(B, T, <paramref name="vocab"/>): the logits of each next token</description></item>
    /// </list>
    /// The layers' parameters are <c>encoder.0.…</c> and <c>decoder.0.…</c>.
    /// </summary>
    /// <param name="source">What is read, for example a sentence.</param>
    /// <param name="lengths">The number of tokens of each source, from 1.</param>
    /// <param name="tokens">What is written so far, for example its translation.</param>
    /// <param name="layers">The number of layers of the encoder, and of the decoder.</param>
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
    /// <param name="tied">Whether one table is that of both embeddings and of the output, or each has its own.</param>
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor EncoderDecoder(
        Tokens source, Tokens lengths, Tokens tokens, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim vocab,
        Dim context, PositionKind positions = PositionKind.Sinusoidal, NormPlacement placement = NormPlacement.Post,
        ActivationKind activation = ActivationKind.Relu, bool tied = true, Dim? keyHeads = null)
    {
        var memory = EncoderDecoderEncode(
            source, lengths, layers, heads, dModel, dk, dv, dFf, vocab, context, positions, placement, activation, keyHeads);
        return EncoderDecoderDecode(
            memory, lengths, tokens, layers, heads, dModel, dk, dv, dFf, vocab, context, positions, placement, activation, tied, keyHeads);
    }

    /// <summary>
    /// The encoder of <see cref="EncoderDecoder"/>, with its parameters.
    /// <list type="table">
    /// <item><term>source</term><description>(B, S), S at most <paramref name="context"/></description></item>
    /// <item><term>lengths</term><description>(B)</description></item>
    /// <item><term>result</term><description>(B, S, <paramref name="dModel"/>): the memory</description></item>
    /// </list>
    /// </summary>
    /// <param name="source">What is read, for example a sentence.</param>
    /// <param name="lengths">The number of tokens of each source, from 1.</param>
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
    public static Tensor EncoderDecoderEncode(
        Tokens source, Tokens lengths, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim vocab, Dim context,
        PositionKind positions = PositionKind.Sinusoidal, NormPlacement placement = NormPlacement.Post,
        ActivationKind activation = ActivationKind.Relu, Dim? keyHeads = null)
    {
        var layer = new FamilyLayer(heads, dk, dv, dFf, positions, placement, activation, Bias: true, KeyHeads: keyHeads);
        var x = layer.Place(Embedding(source, SharedTable(vocab, dModel)) * Math.Sqrt(dModel.Value), context, "encoderPositions");
        x = Repeat(layers, x, h => layer.Of(h, Mask.Lengths(lengths)), name: "encoder");
        return layer.Finish(x, "encoderNorm");
    }

    /// <summary>
    /// The decoder of <see cref="EncoderDecoder"/>, with its parameters; where both stand in one block the tied table is the
    /// encoder's.
    /// <list type="table">
    /// <item><term>memory</term><description>(B, S, <paramref name="dModel"/>)</description></item>
    /// <item><term>lengths</term><description>(B)</description></item>
    /// <item><term>tokens</term><description>(B, T), T at most <paramref name="context"/></description></item>
    /// <item><term>result</term><description>(B, T, <paramref name="vocab"/>): the logits of each next token</description></item>
    /// </list>
    /// </summary>
    /// <param name="memory">What the encoder gave.</param>
    /// <param name="lengths">The number of tokens of each source, from 1.</param>
    /// <param name="tokens">What is written so far, for example a translation.</param>
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
    /// <param name="tied">Whether one table is that of both embeddings and of the output, or each has its own.</param>
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor EncoderDecoderDecode(
        Tensor memory, Tokens lengths, Tokens tokens, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim vocab,
        Dim context, PositionKind positions = PositionKind.Sinusoidal, NormPlacement placement = NormPlacement.Post,
        ActivationKind activation = ActivationKind.Relu, bool tied = true, Dim? keyHeads = null)
    {
        var layer = new FamilyLayer(heads, dk, dv, dFf, positions, placement, activation, Bias: true, KeyHeads: keyHeads);
        var table = tied ? SharedTable(vocab, dModel) : Parameter("targetEmbedding", TableInit(dModel), vocab, dModel);
        var x = layer.Place(Embedding(tokens, table) * Math.Sqrt(dModel.Value), context, "decoderPositions");
        x = Repeat(layers, x, h => layer.Of(h, Mask.Causal, memory, Mask.Lengths(lengths)), name: "decoder");
        x = layer.Finish(x, "decoderNorm");
        return tied ? Unembed(x, table) : Linear(x, vocab, bias: false, name: "output");
    }

    private static Tensor SharedTable(Dim vocab, Dim dModel) =>
        Shared("embedding", () => Parameter("table", TableInit(dModel), vocab, dModel));

    private static Initializer TableInit(Dim dModel) =>
        Normal(1 / Math.Sqrt(Sizes.Constant("The width of the residual stream", dModel)));
}
