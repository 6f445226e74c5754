using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Writes what an image shows: an encoder of its patches, which a decoder of words reads by cross-attention
/// (Liu et al.: CPTR, Full Transformer Network for Image Captioning, 2021).
/// </summary>
[Model]
internal sealed partial class CaptionTransformer
{
    private const int Patch = 4, N = 6, Vocab = 13, Context = 9, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 15;

    internal static Tensor Encode([Axes("B", "Height = 12", "Width = 8", "Colour = 3")] Tensor images)
    {
        var x = PatchEmbedding(images, Patch, DModel);
        x += LearnedPositions(x, N, name: "patchPositions");
        return Repeat(Layers, x, h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.None), name: "encoder");
    }

    internal static Tensor Decode([Axes("B", "N", "DModel")] Tensor memory, [Axes("B", "T")] Tokens words)
    {
        var x = Embedding(words, Vocab, DModel) + LearnedPositions(words, Context, DModel);
        x = Repeat(Layers, x, h => DecoderLayer(h, memory, Heads, DK, DV, DFf, Mask.None), name: "decoder");
        return Linear(x, Vocab, name: "head");
    }

    internal static Tensor Loss(
        [Axes("B", "Height = 12", "Width = 8", "Colour = 3")] Tensor images, [Axes("B", "T")] Tokens words, [Axes("B", "T")] Tokens next) =>
        CrossEntropy(Decode(Encode(images), words), next);
}
