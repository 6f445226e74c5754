namespace TensorDsl.Benchmarks;

/// <summary>The sizes of a decoder-only transformer without biases and with a tied embedding, and of its batch.</summary>
/// <param name="Layers">Layers.</param>
/// <param name="Heads">Attention heads in each layer.</param>
/// <param name="DModel">Width of the residual stream.</param>
/// <param name="DK">Width of one head's queries and keys.</param>
/// <param name="DV">Width of one head's values.</param>
/// <param name="DFf">Width of the feed-forward layer.</param>
/// <param name="Vocab">Distinct tokens.</param>
/// <param name="B">Sequences in a batch.</param>
/// <param name="T">Tokens in a sequence; also the model's context.</param>
internal sealed record TransformerSizes(int Layers, int Heads, int DModel, int DK, int DV, int DFf, int Vocab, int B, int T)
{
    /// <summary>Tokens in a batch.</summary>
    public int Tokens => B * T;

    /// <summary>Parameters: the embedding, positions, the last norm's gain, and per layer two gains and six matrices.</summary>
    public long Parameters =>
        ((long)(Vocab + T + 1) * DModel) + (Layers * ((2L * DModel) + LayerWeights));

    /// <summary>
    /// Floating-point operations of one training step by the usual convention, in which time is compared: three times
    /// the forward pass's, because the gradient of a product is two products of its size. The forward pass counts every
    /// matrix product (m, k) · (k, n) as 2·m·n·k, the output layer's included, and attention's two products (scores,
    /// weighted sum) over all T × T positions, although half of them are masked and need not be computed. Norms, softmax,
    /// activations, the loss, the embedding's lookup and the optimiser count as nothing.
    /// </summary>
    public double StepFlops => 3.0 * Tokens * ((2.0 * Layers * LayerWeights) + (Layers * AttentionFlops) + (2.0 * DModel * Vocab));

    /// <summary>Weights in one layer's matrices: query, key, value, output, up, down.</summary>
    private long LayerWeights => ((long)DModel * Heads * ((2 * DK) + (2 * DV))) + (2L * DModel * DFf);

    /// <summary>Scores and weighted sum of one token in one layer.</summary>
    private double AttentionFlops => 2.0 * T * Heads * (DK + DV);
}
