using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Training;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>The host waits for a device only for what it asks for.</summary>
public sealed class WaitingTests
{
    private static TrainingOptions Options => new()
    {
        Schedule = new ConstantSchedule(1e-2, 20),
        Batch = 2,
        EvaluateEvery = 100,
        TrainingWindows = 2,
        ValidationWindows = 2,
    };

    [Fact]
    public void TheOptimizerWaitsWhereItIsAsked()
    {
        using var device = new StandInDevice();
        using var model = new OneHead(device, 1, 1);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        model.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
        int before = device.Downloads;
        for (int step = 0; step < 10; step++)
            optimizer.Step(model.Team, 1e-2f);
        Assert.Equal(before, device.Downloads);
        Assert.Equal(10, optimizer.Steps);
        int asked = device.Downloads;
        Assert.True(asked > before);
        Assert.True(optimizer.LastGradientNorm > 0);
        Assert.Equal(0, optimizer.SkippedSteps);
        Assert.Equal(asked, device.Downloads);
    }

    [Fact]
    public void StepsWithoutALossWaitForNothing()
    {
        using StandInDevice device = new(), another = new();
        using OneHead model = new(device, 1, 1), waiting = new(another, 1, 1);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        using var other = new AdamW(waiting.Parameters, waiting.Gradients, new AdamWOptions());
        float loss = 0;
        for (int step = 0; step < 6; step++)
        {
            int[] tokens = [step, step + 1, step + 2, step + 3];
            model.Differentiate(tokens, [2, 3, 4, 5], 2, 2);
            optimizer.Step(model.Team, 1e-2f / (step + 1));
            loss = waiting.Backward(tokens, [2, 3, 4, 5], 2, 2);
            other.Step(waiting.Team, 1e-2f / (step + 1));
        }

        Assert.Equal((0, 6), (device.Downloads, another.Downloads));
        Assert.True(float.IsFinite(loss));
        Assert.Equal(waiting.Parameters.Values.ToArray(), model.Parameters.Values.ToArray());
        Assert.Throws<ArgumentException>(() => model.Differentiate([1, 2, 3, 11], [2, 3, 4, 5], 2, 2));
    }

    // Whatever it is called and takes.
    [Fact]
    public void EveryLossHasAGradientThatNobodyWaitsFor()
    {
        using var device = new StandInDevice();
        using TinyClassifier model = new(device, 1, 1), here = new(1, 1);
        float[] x = [1, 2, 3, 4, 5, 5, 4, 3, 2, 1];
        model.DifferentiateClassLoss(x, [0, 2], 2);
        Assert.Equal(0, device.Downloads);
        AssertGradient(here.BackwardClassLoss(x, [0, 2], 2));
        model.DifferentiateSquareLoss(x, 2);
        Assert.Equal(1, device.Downloads);
        AssertGradient(here.BackwardSquareLoss(x, 2));

        // On the CPU it is the same as with the loss.
        float[] gradient = here.Gradients.Values.ToArray();
        here.Gradients.Values.Clear();
        here.DifferentiateSquareLoss(x, 2);
        Assert.Equal(gradient, here.Gradients.Values.ToArray());
        Assert.Throws<ArgumentException>(() => model.DifferentiateSquareLoss(x, 3));

        void AssertGradient(float loss)
        {
            Assert.True(loss > 0 && here.Gradients.Values.ToArray().Max() > 0.01f);
            Assert.Equal(here.Gradients.Values.ToArray(), model.Gradients.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5f);
        }
    }

    [Theory]
    [InlineData(nameof(Dropping), 1, null)]
    [InlineData(nameof(Dropping), 3, null)]
    [InlineData(nameof(Dropping), 1, 0.9)]
    [InlineData(nameof(TinyTranslator), 1, null)]
    [InlineData(nameof(TinyTranslator), 2, 0.9)]
    [InlineData(nameof(TinyClassifier), 2, 0.9)]
    public void ATrainerWaitsForWhatItReports(string name, int batchesPerStep, double? averageDecay)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var device = new StandInDevice();
            var options = Options with { BatchesPerStep = batchesPerStep, AverageDecay = averageDecay, ReportEvery = 5 };
            var task = TrainingTasks.New(name, device, options);
            using var model = task.Model;
            using var trainer = new Trainer(task, options, path);
            var progress = new Steps(device);
            Assert.True(trainer.Run(progress, TestContext.Current.CancellationToken));
            Assert.Equal([5L, 10, 15, 20], progress.Reported.Select(step => step.Step));
            Assert.All(progress.Reported, step => Assert.InRange(step.Loss, 0.1f, 4));

            // The losses, and the counts and the norm.
            int waits = batchesPerStep + 2;
            Assert.Equal([waits, 2 * waits, 3 * waits, 4 * waits], progress.Reported.Select(step => step.Downloads));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The average takes the parameters' place, and leaves it, where both are.
    [Fact]
    public void AnAverageIsFetchedWhereItIsLookedAt()
    {
        using var device = new StandInDevice();
        using OneHead there = new(device, 1, 1), here = new(1, 1);
        using MovingAverage actual = new(there.Parameters), expected = new(here.Parameters);
        foreach (var (model, average) in new[] { (there, actual), (here, expected) })
        {
            using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions(Epsilon: 1e-3f));
            for (int step = 0; step < 3; step++)
            {
                model.Differentiate([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
                optimizer.Step(model.Team, 1e-2f);
                average.Update(model.Team, 0.7);
            }

            average.Swap();
            average.Swap();
            average.Swap();
        }

        Assert.Equal(0, device.Downloads);
        Assert.Equal(Loss(here), Loss(there), 1e-5f);
        AssertNear(here.Parameters, there.Parameters);
        AssertNear(expected.Values, actual.Values);
        Assert.Equal(3, device.Downloads);
        Assert.NotEqual(Loss(here), Swapped(expected, here), 1e-4f);
        Assert.Equal(Loss(here), Swapped(actual, there), 1e-5f);

        static float Loss(OneHead model) => model.Loss([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);

        static float Swapped(MovingAverage average, OneHead model)
        {
            average.Swap();
            return Loss(model);
        }

        static void AssertNear(ParameterSet expected, ParameterSet actual) =>
            Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    // Whichever of the two was written last, by the host or by the device, changes places with the other.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatTheHostWroteIsExchangedWithWhatTheDeviceWrote(bool isAverageTheHosts)
    {
        using var device = new StandInDevice();
        using var model = new OneHead(device, 1, 1);
        using var average = new MovingAverage(model.Parameters);
        float[] before = model.Parameters.Values.ToArray(), host = [.. before.Select(value => value + 0.5f)];
        float loss = Loss();
        var (hosts, devices) = isAverageTheHosts ? (average.Values, model.Parameters) : (model.Parameters, average.Values);
        devices.Clear();
        host.CopyTo(hosts.Values);
        average.Swap();
        Assert.NotEqual(loss, Loss());
        Assert.Equal(new float[host.Length], hosts.Values.ToArray());
        Assert.Equal(host, devices.Values.ToArray());
        average.Swap();
        Assert.Equal(host, hosts.Values.ToArray());
        Assert.Equal(new float[host.Length], devices.Values.ToArray());

        float Loss() => model.Loss([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
    }

    // A step that changed nothing lies between two reports: its number must not become a checkpoint's.
    [Theory]
    [InlineData(nameof(Dropping), 5, 1, null)]
    [InlineData(nameof(Dropping), 100, 1, null)]
    [InlineData(nameof(TinyTranslator), 5, 2, 0.9)]
    [InlineData(nameof(TinyClassifier), 100, 2, 0.9)]
    public void AStepThatIsSkippedUnseenEndsTheRun(string name, int reportEvery, int batchesPerStep, double? averageDecay)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var device = new StandInDevice();
        using var stop = new CancellationTokenSource();
        var task = TrainingTasks.New(name, device, Options);
        using var model = task.Model;
        var options = Options with { Schedule = new Poisoning(model, stop), BatchesPerStep = batchesPerStep, AverageDecay = averageDecay, ReportEvery = reportEvery };
        using var trainer = new Trainer(task, options, path);
        var error = Assert.Throws<TrainingException>(() => trainer.Run(new Steps(device), stop.Token));
        Assert.Contains("at 1 of the steps", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    /// <summary>A parameter is no number for one step; after the seventh the run is to be stopped.</summary>
    private sealed record Poisoning(IModel Model, CancellationTokenSource Stop) : LearningRateSchedule(20)
    {
        private float _kept;

        public override double At(long step)
        {
            var values = Model.Parameters.Values;
            if (step == 1)
                (_kept, values[0]) = (values[0], float.NaN);
            else if (step == 2)
                values[0] = _kept;
            else if (step == 6)
                Stop.Cancel();
            return 1e-2;
        }

        internal override void Validate()
        {
        }

        internal override IEnumerable<(string Name, IFormattable Value)> Constants() => [];
    }

    private sealed class Steps(StandInDevice device) : ITrainingProgress
    {
        public List<(long Step, float Loss, int Downloads)> Reported { get; } = [];

        public void Stepped(TrainingStep step) => Reported.Add((step.Step, step.Loss, device.Downloads));

        public void Evaluated(TrainingEvaluation evaluation)
        {
        }
    }

    [Fact]
    public void CorrectionsReachAsFarAsStepsDo()
    {
        const float Beta1 = 0.9f, Beta2 = 0.9999f;
        using var device = new StandInDevice();
        using var corrections = new BiasCorrections(device, Beta1, Beta2);
        corrections.Begin(100);
        Assert.True(corrections.Reach(1));
        Assert.False(corrections.Reach(2048));
        Assert.True(corrections.Reach(2049));
        float[] values = new float[2];
        foreach (int step in (int[])[1, 2, 2048, 2049])
        {
            device.Download(corrections.Start + (2 * (step - 1)), values);
            Assert.Equal((float)(1 / (1 - Math.Pow(Beta1, 100 + step))), values[0]);
            Assert.Equal((float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, 100 + step))), values[1]);
        }

        // Corrections of 1 stay so, and take no room.
        corrections.Begin(1_000_000);
        Assert.True(corrections.Reach(1));
        Assert.False(corrections.Reach(1_000_000));
        Assert.Equal(2, corrections.Start.View.Length);
    }
}
