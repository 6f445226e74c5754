using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// A classifier of images, cut into patches that are read like words, with a class token before them
/// (Dosovitskiy et al.: An Image is Worth 16×16 Words, 2021).
/// </summary>
[Model]
internal sealed partial class VisionTransformer
{
    private const int Side = 100, Patch = 20, Classes = 7, Layers = 2, Heads = 3, DModel = 12, DK = 3, DV = 5, DFf = 20;

    internal static Tensor Logits([Axes("B", "Height = Side", "Width = Side", "Colour = 3")] Tensor images)
    {
        var x = PrependClassToken(PatchEmbedding(images, Patch, DModel));
        x += LearnedPositions(x, 26);
        x = Repeat(Layers, x, h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.None, Gelu, NormPlacement.Pre));
        return Linear(At(LayerNorm(x), -2, 0), Classes, name: "head");
    }

    internal static Tensor Loss([Axes("B", "Height = Side", "Width = Side", "Colour = 3")] Tensor images, [Axes("B")] Tokens labels) =>
        CrossEntropy(Logits(images), labels);
}
