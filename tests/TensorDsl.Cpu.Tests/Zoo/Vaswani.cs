using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// The transformer: Vaswani et al., Attention Is All You Need, 2017. One table for source, target and output, sinusoids, dropout
/// of each sublayer, normalisation after it, smoothed labels; sources are padded.
/// </summary>
[Model]
internal sealed partial class Vaswani
{
    private const int Vocab = 19, Padding = 0, Layers = 2, Heads = 3, DModel = 14, DK = 5, DV = 4, DFf = 23;

    private static Tensor Loss(
        [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
    {
        var table = Parameter("embedding", Normal(1 / Math.Sqrt(DModel)), Vocab, DModel);
        Tensor Embed(Tokens words) => Dropout((Embedding(words, table) * Math.Sqrt(DModel)) + SinusoidalPositions(words, DModel), 0.1);
        Tensor Sublayer(Tensor x, Func<Tensor, Tensor> layer) => LayerNorm(x + Dropout(layer(x), 0.1));

        var memory = Repeat(Layers, Embed(source), h =>
        {
            h = Sublayer(h, x => SelfAttention(x, Heads, DK, DV, Mask.Lengths(lengths)));
            return Sublayer(h, x => FeedForward(x, DFf, Relu));
        }, "encoder");
        var y = Repeat(Layers, Embed(tokens), h =>
        {
            h = Sublayer(h, x => SelfAttention(x, Heads, DK, DV, Mask.Causal));
            h = Sublayer(h, x => CrossAttention(x, memory, Heads, DK, DV, Mask.Lengths(lengths)));
            return Sublayer(h, x => FeedForward(x, DFf, Relu));
        }, "decoder");
        return CrossEntropy(Unembed(y, table), targets, smoothing: 0.1, ignore: Padding);
    }
}
