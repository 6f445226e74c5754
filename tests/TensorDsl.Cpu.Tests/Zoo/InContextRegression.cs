using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// A decoder that reads x₁, f(x₁), x₂, f(x₂), … and at each x says f(x), with a linear f that it has never seen before
/// (Garg, Tsipras, Liang, Valiant: What Can Transformers Learn In-Context?, 2022).
/// </summary>
[Model]
internal sealed partial class InContextRegression
{
    private const int D = 5, Points = 20, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 15;

    internal static Tensor Predict([Axes("B", "N", "D")] Tensor x, [Axes("B", "N")] Tensor y)
    {
        // A number is a vector whose further elements are 0; x and y take turns.
        var prompt = MergeAxes(Stack(-2, x, Pad(Unsqueeze(y, -1), -1, 0, D - 1)), 1);
        var h = Linear(prompt, DModel, name: "readIn");
        h += LearnedPositions(h, 2 * Points);
        h = Repeat(Layers, h, h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.Causal, Gelu, NormPlacement.Pre));
        var turns = SplitAxis(Linear(LayerNorm(h), 1, name: "readOut"), 1, y.Shape["N"].Size, 2);
        return Squeeze(At(turns, 2, 0), -1);
    }

    internal static Tensor Loss([Axes("B", "N", "D")] Tensor x, [Axes("B", "N")] Tensor y) => MeanSquaredError(Predict(x, y), y);
}
