using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// BERT: Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding, 2019. Padded pairs of
/// sentences; it is to find the words that were masked, and whether the second sentence follows the first.
/// </summary>
[Model]
internal sealed partial class Bert
{
    private const int Vocab = 23, Context = 9, Layers = 2, Heads = 3, DModel = 14, DK = 5, DV = 4, DFf = 21;

    private static Tensor Encode(Tokens tokens, Tokens segments, Tokens lengths, Tensor words)
    {
        var x = Embedding(tokens, words) + Embedding(segments, 2, DModel, name: "segments") + LearnedPositions(tokens, Context, DModel);
        return Repeat(Layers, Dropout(LayerNorm(x), 0.1), h =>
        {
            h = LayerNorm(h + Dropout(SelfAttention(h, Heads, DK, DV, Mask.Lengths(lengths)), 0.1));
            return LayerNorm(h + Dropout(FeedForward(h, DFf, Gelu), 0.1));
        });
    }

    private static Tensor Loss(
        [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens segments, [Axes("B")] Tokens lengths,
        [Axes("B", "T")] Tokens originals, [Axes("B", "T")] Tensor masked, [Axes("B")] Tokens follows)
    {
        var words = Parameter("words", Normal(0.02), Vocab, DModel);
        var x = Encode(tokens, segments, lengths, words);
        var word = Unembed(LayerNorm(Gelu(Linear(x, DModel))), words) + Parameter("wordBias", Zeros, Vocab);
        var pooled = Tanh(Linear(At(x, "T", 0), DModel, name: "pooler"));
        return CrossEntropy(word, originals, masked) + CrossEntropy(Linear(pooled, 2, name: "next"), follows);
    }
}
