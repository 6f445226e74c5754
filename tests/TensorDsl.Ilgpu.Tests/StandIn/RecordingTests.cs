using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Training;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Programs that are replayed compute what they would have computed launch by launch, to the bit.</summary>
public sealed class RecordingTests
{
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void ReplayedStepsAreThoseThatWouldHaveBeen(Precision precision)
    {
        using var device = new StandInDevice(precision);
        using var plain = new StandInDevice(precision) { CannotRecord = "It is compared with." };
        var expected = Train(plain);
        Assert.Equal(expected, Train(device));
        Assert.Equal(0, plain.Recordings);

        // Of the gradient by two lengths, again after the arena grew, of the optimiser's step, and of the loss.
        Assert.InRange(device.Recordings, 4, 8);
        Assert.True(device.Launches < plain.Launches / 2, $"{device.Launches} launches of {plain.Launches} were not replayed.");
    }

    // All that a caller can change between steps changes.
    private static List<float> Train(GpuDevice device)
    {
        using var model = new Dropping(device, 1, 1);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions { Groups = [new ParameterGroup("*bias", LearningRate: 2)] });
        var seen = new List<float>();
        for (int step = 0; step < 9; step++)
        {
            var random = new Random(step);
            int t = step % 3 == 2 ? 5 : 3;
            int[] tokens = [.. Enumerable.Range(0, 2 * t).Select(_ => random.Next(9))], targets = [.. tokens.Reverse()];
            model.DropoutSeed = (ulong)random.NextInt64();
            seen.Add(model.Backward(tokens, targets, 2, t));
            if (step == 4)
                model.Gradients.Values[0] = float.NaN;
            if (step == 5)
                model.Parameters.Values[5] = 0.25f;
            if (step == 6)
                optimizer.Steps = 100;
            optimizer.Step(model.Team, 1e-2f * random.NextSingle(), step < 5 ? 1 : 0.5f);
            seen.AddRange([optimizer.LastGradientNorm, optimizer.Steps, optimizer.SkippedSteps, model.Loss(tokens, targets, 2, t)]);
        }

        seen.AddRange(model.Parameters.Values);
        seen.AddRange(optimizer.FirstMoments.Values);
        Assert.Equal(1, optimizer.SkippedSteps);
        return seen;
    }

    [Fact]
    public void ARunOfEqualSizesIsRecordedOnceAndReplayedFromThenOn()
    {
        using var device = new StandInDevice();
        using var model = new OneHead(device, 1, 1);
        Assert.Equal((0, "Programs are recorded; 0 are so far."), (device.Recordings, device.Recording));
        Run();
        int launches = device.Launches;
        Assert.Equal(0, device.Recordings);
        Run();
        Run();
        Assert.Equal((1, launches), (device.Recordings, device.Launches));

        void Run() => model.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
    }

    // Memory that moved is another's: what was recorded of it is not replayed.
    [Fact]
    public void MemoryThatGrowsEndsRecordings()
    {
        using var device = new StandInDevice();
        using var model = new OneHead(device, 1, 1);
        float loss = Run(2);
        Assert.Equal([loss, loss], [Run(2), Run(2)]);
        Run(5);
        Assert.Equal([loss, loss, loss], [Run(2), Run(2), Run(2)]);
        Assert.Equal(2, device.Recordings);

        float Run(int t) => model.Loss([.. Enumerable.Range(1, t)], [.. Enumerable.Range(2, t)], 1, t);
    }

    [Fact]
    public void ManySizesAreNotAllKept()
    {
        using var device = new StandInDevice();
        using var model = new OneHead(device, 1, 1);
        Run(40);
        float[] losses = [.. Enumerable.Range(1, 40).Select(Run)];
        Assert.Equal(losses[30..], Enumerable.Range(31, 10).Select(Run));
        Assert.Equal(10, device.Recordings);
        Assert.Equal(losses, Enumerable.Range(1, 40).Select(Run));

        float Run(int b) => model.Loss([.. Enumerable.Range(1, b).Select(i => i % 11)], [.. Enumerable.Range(2, b).Select(i => i % 11)], b, 1);
    }

    [Fact]
    public void AnotherSizeOfTheSameMemoryIsAnotherRecording()
    {
        using var device = new StandInDevice();
        using var model = new OneHead(device, 1, 1);
        int[] tokens = [1, 2, 3, 4, 5, 6, 7, 8];
        float[] once = Both();
        Assert.Equal(once, Both());
        Assert.Equal(once, Both());
        Assert.Equal(2, device.Recordings);

        float[] Both() => [model.Loss(tokens, tokens, 2, 4), model.Loss(tokens, tokens, 4, 2)];
    }

    [Fact]
    public void WhereRecordingFailsLaunchesGoOnOneByOne()
    {
        using var device = new StandInDevice { Refusal = "The driver is out of sorts." };
        using var model = new OneHead(device, 1, 1);
        float loss = model.Loss([1, 2], [2, 3], 1, 2);
        Assert.Equal([loss, loss], [model.Loss([1, 2], [2, 3], 1, 2), model.Loss([1, 2], [2, 3], 1, 2)]);
        Assert.Equal((0, "The driver is out of sorts."), (device.Recordings, device.Recording));
    }
}
