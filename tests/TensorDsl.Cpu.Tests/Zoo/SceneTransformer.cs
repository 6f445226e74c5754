using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// A set of agents moving through time: attention along time for each agent, then across the agents at each time
/// (Ngiam et al.: Scene Transformer, 2022). Positions are learned from zero on, so that it starts as an encoder of a set.
/// </summary>
[Model]
internal sealed partial class SceneTransformer
{
    private const int Agents = 5, Steps = 20, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 15;

    internal static Tensor Predict([Axes("B", "Agents", "T", "State = 4")] Tensor scene)
    {
        var x = Linear(scene, DModel);
        x += LearnedPositions(x, Steps, Zeros) + Parameter("agents", Zeros, Agents, 1, DModel);
        x = Repeat(Layers, x, h =>
        {
            h = EncoderLayer(h, Heads, DK, DV, DFf, Mask.None, name: "time");
            var across = EncoderLayer(Transpose(h, "B", "T", "Agents", -1), Heads, DK, DV, DFf, Mask.None, name: "agents");
            return Transpose(across, "B", "Agents", "T", -1);
        });
        return Linear(Mean(x, ["Agents", "T"]), 2, name: "head");
    }

    internal static Tensor Loss([Axes("B", "Agents", "T", "State = 4")] Tensor scene, [Axes("B", "Goal = 2")] Tensor goal) =>
        MeanSquaredError(Predict(scene), goal);
}
