using TensorDsl;
using static TensorDsl.Ops;

namespace TranslateExample.Models;

/// <summary>
/// The transformer of Vaswani et al. (Attention Is All You Need, 2017), whatever its sizes: an encoder, a decoder that reads
/// it, sinusoidal positions, one table for source, target and output, dropout on embeddings and branches. It normalises
/// before each branch, which needs less warm-up than the paper's order.
/// </summary>
internal static class Transformer
{
    /// <summary>The memory (B, S, DModel) of a source (B, S) with its lengths (B).</summary>
    public static Tensor Encode(Tensor table, Tokens source, Tokens lengths, int layers, int heads, int dModel, int dFf)
    {
        int d = dModel / heads;
        var x = Repeat(layers, Embedded(source, table, dModel),
            h => EncoderLayer(h, heads, d, d, dFf, Mask.Lengths(lengths), placement: NormPlacement.Pre, dropout: 0.1), name: "encoder");
        return LayerNorm(x, name: "encoderNorm");
    }

    /// <summary>The logits (B, T, Vocab) of what follows each of the tokens (B, T).</summary>
    public static Tensor Decode(Tensor table, Tensor memory, Tokens lengths, Tokens tokens, int layers, int heads, int dModel, int dFf)
    {
        int d = dModel / heads;
        var x = Repeat(layers, Embedded(tokens, table, dModel),
            h => DecoderLayer(h, memory, heads, d, d, dFf, Mask.Lengths(lengths), placement: NormPlacement.Pre, dropout: 0.1), name: "decoder");
        return Unembed(LayerNorm(x, name: "decoderNorm"), table);
    }

    /// <summary>The mean cross-entropy of the targets (B, T) that are no padding, with smoothed labels.</summary>
    public static Tensor Loss(Tensor logits, Tokens targets) => CrossEntropy(logits, targets, smoothing: 0.1, ignore: Vocabulary.Padding);

    /// <summary>The table (Vocab, DModel) of both languages' embeddings.</summary>
    public static Tensor Table(int dModel) => Parameter("embedding", Normal(1 / Math.Sqrt(dModel)), Vocabulary.Size, dModel);

    private static Tensor Embedded(Tokens tokens, Tensor table, int dModel) =>
        Dropout((Embedding(tokens, table) * Math.Sqrt(dModel)) + SinusoidalPositions(tokens, dModel), 0.1);
}
