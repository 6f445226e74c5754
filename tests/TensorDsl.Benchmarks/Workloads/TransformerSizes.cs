namespace TensorDsl.Benchmarks;

/// <summary>The sizes of a decoder-only transformer with learned positions and a tied embedding, and of its batch.</summary>
/// <param name="Layers">Layers.</param>
/// <param name="Heads">Attention heads in each layer.</param>
/// <param name="DModel">Width of the residual stream.</param>
/// <param name="DK">Width of one head's queries and keys.</param>
/// <param name="DV">Width of one head's values.</param>
/// <param name="DFf">Width of the feed-forward layer.</param>
/// <param name="Vocab">Distinct tokens.</param>
/// <param name="Context">The longest sequence.</param>
/// <param name="B">Sequences in a batch.</param>
/// <param name="T">Tokens in a sequence.</param>
/// <param name="Gpt2">Whether it has GPT-2's biases, and its GELU, which is one of tanh.</param>
internal sealed record TransformerSizes(
    int Layers, int Heads, int DModel, int DK, int DV, int DFf, int Vocab, int Context, int B, int T, bool Gpt2 = false)
{
    /// <summary>Tokens in a batch.</summary>
    public int Tokens => B * T;

    /// <summary>Parameters: embedding, positions, last norm, and per layer two norms and six matrices; with biases, those of all but the embedding.</summary>
    public long Parameters => ((long)(Vocab + Context) * DModel) + Norm + (Layers * ((2 * Norm) + LayerWeights + LayerBiases));

    /// <summary>
    /// Bytes of the parameters that one token needs; with weights in fewer bits, vectors and the channels' scales are floats.
    /// Of embedding and positions as such it is a row, which does not count.
    /// </summary>
    public double TokenBytes(WeightStorage storage)
    {
        long weights = (Layers * LayerWeights) + ((long)Vocab * DModel);
        long vectors = Parameters - weights - ((long)Context * DModel);
        long channels = (Layers * (((long)Heads * ((2 * DK) + DV)) + DFf + (2 * DModel))) + Vocab;
        return (sizeof(float) * vectors) + storage switch
        {
            WeightStorage.Int8 => (sizeof(sbyte) * weights) + (sizeof(float) * channels),
            WeightStorage.BFloat16 => sizeof(ushort) * weights,
            _ => sizeof(float) * weights,
        };
    }

    /// <summary>
    /// Floating-point operations of one training step by the usual convention, in which time is compared: three times
    /// the forward pass's, because the gradient of a product is two products of its size.
    /// </summary>
    public double StepFlops => 3 * Tokens * ((Layers * TokenFlops(T)) + OutputFlops);

    /// <summary>Floating-point operations of reading the batch for the logits after its last tokens alone.</summary>
    public double PrefillFlops => (Tokens * Layers * TokenFlops(T)) + (B * OutputFlops);

    /// <summary>What the measured programs of others are asked for.</summary>
    public string Request(string kind) =>
        $"{kind} layers={Layers} heads={Heads} width={DModel} ff={DFf} vocab={Vocab} context={Context} batch={B} tokens={T} gpt2={(Gpt2 ? 1 : 0)}";

    /// <summary>
    /// Floating-point operations of one token in one layer that sees a number of positions: every matrix product
    /// (m, k) · (k, n) as 2·m·n·k, and attention's two products (scores, weighted sum) over all the positions, although
    /// a training step masks half of them, which need not be computed. Norms, softmax, activations, the loss, the
    /// embedding's lookup and the optimiser count as nothing.
    /// </summary>
    public double TokenFlops(int positions) => (2.0 * LayerWeights) + (2.0 * positions * Heads * (DK + DV));

    /// <summary>Floating-point operations of one position's logits.</summary>
    public double OutputFlops => 2.0 * DModel * Vocab;

    private long Norm => (Gpt2 ? 2 : 1) * DModel;

    /// <summary>Weights in one layer's matrices: query, key, value, output, up, down.</summary>
    private long LayerWeights => ((long)DModel * Heads * ((2 * DK) + (2 * DV))) + (2L * DModel * DFf);

    private long LayerBiases => Gpt2 ? (Heads * ((2 * DK) + DV)) + DModel + DFf + DModel : 0;
}
