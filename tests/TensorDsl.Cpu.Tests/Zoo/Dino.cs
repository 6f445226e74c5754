using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Learning from images without labels: a student sees one view of each and is to say what its teacher, the moving average of
/// itself, says of the other; the teacher's answers are centred and sharpened
/// (Caron et al.: Emerging Properties in Self-Supervised Vision Transformers, 2021).
/// </summary>
[Model]
internal sealed partial class Dino
{
    private const int Side = 12, Patch = 4, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 15, Bottleneck = 6, K = 9;
    private const double StudentTemperature = 0.1, TeacherTemperature = 0.04;

    internal static Tensor Encode([Axes("View = 2", "B", "Height = Side", "Width = Side", "Colour = 3")] Tensor views)
    {
        var x = PrependClassToken(PatchEmbedding(views, Patch, DModel));
        x += LearnedPositions(x, 10);
        x = Repeat(Layers, x, h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.None, Gelu, NormPlacement.Pre));
        var z = Linear(Gelu(Linear(At(LayerNorm(x), -2, 0), DFf)), Bottleneck);
        return MatMul(UnitLength(z), UnitLength(Parameter("prototypes", Normal(1), Bottleneck, K), 0));
    }

    internal static (Tensor Answers, Tensor Mean) Teach(
        [Axes("View = 2", "B", "Height = Side", "Width = Side", "Colour = 3")] Tensor views, [Axes("K")] Tensor center)
    {
        var z = Encode(views);
        return (Softmax((z - center) / TeacherTemperature), Mean(z, ["View", "B"]));
    }

    internal static Tensor Loss(
        [Axes("View = 2", "B", "Height = Side", "Width = Side", "Colour = 3")] Tensor views, [Axes("View = 2", "B", "K")] Tensor answers) =>
        CrossEntropy(Encode(views) / StudentTemperature, Flip(answers, "View"));
}
