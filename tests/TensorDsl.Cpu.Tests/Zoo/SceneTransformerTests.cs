using TensorDsl.Training;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>With positions that start at zero the agents are a set, until training tells them apart.</summary>
public sealed class SceneTransformerTests
{
    private const int Agents = 5, T = 7, State = 4;

    [Fact]
    public void TheOrderOfTheAgentsMattersOnlyOnceItIsLearned()
    {
        using var model = new SceneTransformer(2, 1);
        var random = new Random(3);
        float[] scene = [.. Enumerable.Range(0, Agents * T * State).Select(_ => (float)((3 * random.NextDouble()) - 1.5))];
        float[] turned = [.. scene.Chunk(T * State).Reverse().SelectMany(agent => agent)];
        Assert.Equal(0, Distance(model, scene, turned), 1e-5);

        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions { WeightDecay = 0 });
        for (int step = 0; step < 5; step++)
        {
            model.Backward([.. scene, .. turned], [1, 0, 0, 1], 2, T);
            optimizer.Step(model.Team, 1e-2f);
        }

        Assert.True(Distance(model, scene, turned) > 1e-3);
    }

    private static double Distance(SceneTransformer model, float[] left, float[] right)
    {
        float[] goals = new float[4];
        model.Predict([.. left, .. right], 2, T, goals);
        return Math.Abs(goals[0] - goals[2]) + Math.Abs(goals[1] - goals[3]);
    }
}
