using TensorDsl;
using static TensorDsl.Ops;

namespace TranslateExample;

/// <summary>
/// The transformer of Vaswani et al. (Attention Is All You Need, 2017) in a small form that learns in minutes: an encoder, a
/// decoder that reads it, sinusoidal positions, one table for source, target and output. It normalises before each branch,
/// which needs less warm-up than the paper's order. The base form has 6 layers, 8 heads, DModel 512, DFf 2048.
/// </summary>
[Model]
public sealed partial class Translator
{
    /// <summary>Subwords at most; the first tokens are reserved.</summary>
    public const int Vocab = 3000;

    /// <summary>The token that fills up a batch.</summary>
    public const int Padding = 0;

    /// <summary>The token before a translation.</summary>
    public const int Start = 1;

    /// <summary>The token after a translation.</summary>
    public const int End = 2;

    /// <summary>The number of reserved tokens.</summary>
    public const int Reserved = 3;

    /// <summary>The width of the memory.</summary>
    public const int DModel = 128;

    private const int Layers = 2, Heads = 4, DK = 32, DV = 32, DFf = 512;

    internal static Tensor Encode([Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths) => Encoded(Table(), source, lengths);

    internal static Tensor Decode([Axes("B", "S", "DModel")] Tensor memory, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens) =>
        Decoded(Table(), memory, lengths, tokens);

    internal static Tensor Loss(
        [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
    {
        var table = Table();
        return CrossEntropy(Decoded(table, Encoded(table, source, lengths), lengths, tokens), targets, smoothing: 0.1, ignore: Padding);
    }

    private static Tensor Table() => Parameter("embedding", Normal(1 / Math.Sqrt(DModel)), Vocab, DModel);

    private static Tensor Embedded(Tokens tokens, Tensor table) =>
        (Embedding(tokens, table) * Math.Sqrt(DModel)) + SinusoidalPositions(tokens, DModel);

    private static Tensor Encoded(Tensor table, Tokens source, Tokens lengths)
    {
        var x = Repeat(Layers, Embedded(source, table),
            h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.Lengths(lengths), placement: NormPlacement.Pre), name: "encoder");
        return LayerNorm(x, name: "encoderNorm");
    }

    private static Tensor Decoded(Tensor table, Tensor memory, Tokens lengths, Tokens tokens)
    {
        var x = Repeat(Layers, Embedded(tokens, table),
            h => DecoderLayer(h, memory, Heads, DK, DV, DFf, Mask.Lengths(lengths), placement: NormPlacement.Pre), name: "decoder");
        return Unembed(LayerNorm(x, name: "decoderNorm"), table);
    }
}
