using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// BigBird: Zaheer et al., Big Bird: Transformers for Longer Sequences, 2020. Blocks of positions read their neighbours, some
/// blocks drawn at random, and those at the start, which read everything; trained on masked words.
/// </summary>
[Model]
internal sealed partial class BigBird
{
    private const int Vocab = 13, Context = 24, Block = 3, Layers = 2, Heads = 2, DModel = 11, DK = 5, DV = 4, DFf = 17;

    private static Tensor Loss(
        [Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens originals, [Axes("B", "T")] Tensor masked)
    {
        var table = Parameter("words", Normal(0.02), Vocab, DModel);
        var x = LayerNorm(Embedding(tokens, table) + LearnedPositions(tokens, Context, DModel));
        var mask = Mask.BigBird(Context, Block, window: 3, global: 1, random: 1) & Mask.Lengths(lengths);
        x = Repeat(Layers, x, h => EncoderLayer(h, Heads, DK, DV, DFf, mask, Gelu));
        return CrossEntropy(Unembed(LayerNorm(Gelu(Linear(x, DModel))), table), originals, masked);
    }
}
