using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Two towers, one for questions and one for passages; the other passages of the batch are what a question is not to find
/// (Karpukhin et al.: Dense Passage Retrieval, 2020; likeness and its learned temperature as in Radford et al.: CLIP, 2021).
/// </summary>
[Model]
internal sealed partial class DensePassageRetriever
{
    private const int Vocab = 13, Context = 20, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 15, Width = 6;

    internal static Tensor EncodeQuestion([Axes("B", "S")] Tokens question, [Axes("B")] Tokens questionLengths) =>
        Tower(question, questionLengths, "question");

    internal static Tensor EncodePassage([Axes("B", "T")] Tokens passage, [Axes("B")] Tokens passageLengths) =>
        Tower(passage, passageLengths, "passage");

    internal static Tensor Loss(
        [Axes("B", "S")] Tokens question, [Axes("B")] Tokens questionLengths, [Axes("B", "T")] Tokens passage, [Axes("B")] Tokens passageLengths) =>
        Contrastive(EncodeQuestion(question, questionLengths), EncodePassage(passage, passageLengths), Temperature(0.07));

    private static Tensor Tower(Tokens tokens, Tokens lengths, string name) => Block(name, () =>
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(Layers, x, h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.Lengths(lengths), Gelu));
        return Linear(At(x, -2, 0), Width);
    });
}
