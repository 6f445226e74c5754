namespace TensorDsl.Benchmarks;

/// <summary>The sizes of an encoder-decoder with one table for both embeddings and the output, and of its batch.</summary>
/// <param name="Layers">Layers of the encoder, and of the decoder.</param>
/// <param name="Heads">Attention heads in each layer.</param>
/// <param name="DModel">Width of the residual stream, and of all heads together.</param>
/// <param name="DFf">Width of the feed-forward layer.</param>
/// <param name="Vocab">Distinct tokens.</param>
/// <param name="B">Pairs in a batch.</param>
/// <param name="S">Tokens in a source.</param>
/// <param name="T">Tokens in a target.</param>
internal sealed record TranslationSizes(int Layers, int Heads, int DModel, int DFf, int Vocab, int B, int S, int T)
{
    /// <summary>Tokens in a batch, of sources and targets.</summary>
    public int Tokens => B * (S + T);

    /// <summary>Parameters: the embedding, and per layer its matrices, their biases and a norm after each of its branches.</summary>
    public long Parameters => ((long)Vocab * DModel) + (Layers * ((3 * AttentionParameters) + (2 * ForwardParameters) + (5 * 2 * DModel)));

    /// <summary>Floating-point operations of one training step, counted as <see cref="TransformerSizes.StepFlops"/> does.</summary>
    public double StepFlops => 3 * ((Layers * (Encoder + Decoder)) + (2.0 * B * T * DModel * Vocab));

    /// <summary>What the measured programs of others are asked for.</summary>
    public string Request =>
        $"translate layers={Layers} heads={Heads} width={DModel} ff={DFf} vocab={Vocab} batch={B} source={S} tokens={T}";

    private long AttentionParameters => 4L * DModel * (DModel + 1);

    private long ForwardParameters => (2L * DModel * DFf) + DFf + DModel;

    // Four matrices and S × S positions; the feed-forward layer.
    private double Encoder => (2.0 * B * S * ((4 * Square) + Forward)) + Attention(S, S);

    // Twice four matrices, two of which read the encoder's result; T × T and T × S positions; the feed-forward layer.
    private double Decoder => (2.0 * B * ((T * ((6 * Square) + Forward)) + (S * 2 * Square))) + Attention(T, T) + Attention(T, S);

    private double Square => (double)DModel * DModel;

    private double Forward => 2.0 * DModel * DFf;

    private double Attention(int queries, int keys) => 4.0 * B * queries * keys * DModel;
}
