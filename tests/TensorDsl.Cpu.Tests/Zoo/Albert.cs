using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// ALBERT: a small table of words widened by a product, and one layer at all depths
/// (Lan et al.: ALBERT: A Lite BERT for Self-supervised Learning of Language Representations, 2020).
/// </summary>
[Model]
internal sealed partial class Albert
{
    private const int Vocab = 23, Context = 9, Layers = 3, Heads = 3, DWord = 6, DModel = 14, DK = 5, DV = 4, DFf = 21;

    internal static Tensor Loss(
        [Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens originals, [Axes("B", "T")] Tensor masked)
    {
        var words = Parameter("words", Normal(0.3), Vocab, DWord);
        var x = LayerNorm(Embedding(tokens, words) + LearnedPositions(tokens, Context, DWord));
        x = Repeat(Layers, Linear(x, DModel), h => Shared("layer", () =>
            EncoderLayer(h, Heads, DK, DV, DFf, Mask.Lengths(lengths), GeluTanh)));
        return CrossEntropy(Unembed(LayerNorm(Gelu(Linear(x, DWord))), words), originals, masked);
    }
}
