using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Siamese towers: one encoder for both sentences, whose means, and how they differ, say whether one follows from the other
/// (Reimers and Gurevych: Sentence-BERT, 2019).
/// </summary>
[Model]
internal sealed partial class SentenceBert
{
    private const int Vocab = 17, Context = 11, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 15, Classes = 3;

    internal static Tensor Encode([Axes("B", "S")] Tokens sentence, [Axes("B")] Tokens lengths) => Shared("encoder", () =>
    {
        var x = Embedding(sentence, Vocab, DModel) + LearnedPositions(sentence, Context, DModel);
        x = Repeat(Layers, x, h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.Lengths(lengths), Gelu));
        var count = Unsqueeze(Values(lengths), -1);
        return Sum(x * Unsqueeze(Index(x, -2) < count, -1), -2) / count;
    });

    internal static Tensor Loss(
        [Axes("B", "S")] Tokens premise, [Axes("B")] Tokens premiseLengths, [Axes("B", "T")] Tokens hypothesis,
        [Axes("B")] Tokens hypothesisLengths, [Axes("B")] Tokens entailment)
    {
        var (u, v) = (Encode(premise, premiseLengths), Encode(hypothesis, hypothesisLengths));
        return CrossEntropy(Linear(Concat(-1, u, v, Abs(u - v)), Classes), entailment);
    }
}
