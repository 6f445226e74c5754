using TensorDsl.Checkpoints;
using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Training;
using TensorDsl.Training.Tests;

namespace TensorDsl.Ilgpu.Tests;

/// <summary>Runs of a trainer, which end on every device as on the CPU.</summary>
public abstract class TrainingSuite
{
    private const int Steps = 6;

    /// <summary>The device; it is disposed by the test.</summary>
    protected abstract Device NewDevice();

    [Theory]
    [InlineData(nameof(Dropping), 1, 0.8)]
    [InlineData(nameof(Dropping), 3, null)]
    [InlineData(nameof(TinyTranslator), 1, null)]
    [InlineData(nameof(TinyTranslator), 2, 0.6)]
    [InlineData(nameof(TinyClassifier), 2, 0.6)]
    public void ARunEndsAsOnTheCpu(string task, int batchesPerStep, double? averageDecay)
    {
        using var folder = new TemporaryFolder();
        using var device = NewDevice();
        var options = Options with { BatchesPerStep = batchesPerStep, AverageDecay = averageDecay };
        var there = Run(task, device, options, folder["there"]);
        var here = Run(task, Device.Cpu, options, folder["here"]);
        Assert.Equal(here, there, (a, b) => a.Step == b.Step && Math.Abs(a.Loss - b.Loss) < 1e-4);
        using StoredRun actual = new(task, folder["there"], options), expected = new(task, folder["here"], options);
        Assert.All(actual.Sets.Zip(expected.Sets), pair => AssertNear(pair.Second, pair.First));
        if (averageDecay is not null)
            Assert.True(Distance(expected.Sets[0], expected.Sets[3]) > 1e-3, "The average is what is averaged.");
    }

    [Theory]
    [InlineData(1)] // before anything is reported
    [InlineData(3)] // right at an evaluation
    public void ARunThatWasStoppedGoesOn(int stopAt)
    {
        const string Task = nameof(TinyTranslator);
        using var folder = new TemporaryFolder();
        using Device device = NewDevice(), another = NewDevice();
        var options = Options with { BatchesPerStep = 2, AverageDecay = 0.7 };
        Run(Task, device, options, folder["whole"]);
        Run(Task, device, options, folder["parts"], stopAt);
        File.Copy(folder["parts"], folder["moved"]);
        Run(Task, another, options, folder["parts"], resumes: true);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["parts"]));
        Run(Task, Device.Cpu, options, folder["moved"], resumes: true);
        using StoredRun whole = new(Task, folder["whole"], options), moved = new(Task, folder["moved"], options);
        Assert.All(whole.Sets.Zip(moved.Sets), pair => AssertNear(pair.First, pair.Second));
    }

    // Of batches of different weights; what was there before a sum begins, even if no number, is gone.
    [Fact]
    public void GradientsAddUpAsOnTheCpu()
    {
        using var device = NewDevice();
        using OneHead there = new(device, 1, 1), here = new(1, 1);
        using GradientSum actual = new(there.Gradients), expected = new(here.Gradients);
        foreach (var (model, sum) in new[] { (there, actual), (here, expected) })
        {
            model.Backward([1, 2], [2, 3], 1, 2);
            model.Gradients.Values[3] = float.NaN;
            sum.Add(model.Team, 2);
            sum.Clear();
            for (int t = 1; t <= 3; t++)
            {
                model.Backward([.. Enumerable.Range(t, t)], [.. Enumerable.Range(2, t)], 1, t);
                sum.Add(model.Team, t);
            }
        }

        Assert.Equal((6f, 6f), (actual.Weight, expected.Weight));
        AssertNear(expected.Values, actual.Values);
        Assert.True(expected.Values.Values.ToArray().Max() > 0.1f);
        actual.Clear();
        Assert.All(actual.Values.Values.ToArray(), value => Assert.Equal(0, value));
    }

    // What the host writes between two updates counts, and a second model's parameters are as good a place.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAverageFollowsAsOnTheCpu(bool isTeacher)
    {
        using var device = NewDevice();
        using OneHead student = new(device, 1, 1), teacher = new(device, 1, 2), here = new(1, 1), next = new(1, 3);
        using var actual = isTeacher ? new MovingAverage(student.Parameters, teacher.Parameters) : new MovingAverage(student.Parameters);
        using var expected = new MovingAverage(here.Parameters);
        foreach (double decay in (double[])[0.5, 0.9, 0.25])
        {
            next.Parameters.Values[0] += 1;
            next.Parameters.CopyTo(student.Parameters);
            next.Parameters.CopyTo(here.Parameters);
            actual.Update(student.Team, decay);
            expected.Update(here.Team, decay);
            if (decay == 0.9)
                actual.Values.Values[1] = expected.Values.Values[1] = 5;
        }

        AssertNear(expected.Values, actual.Values);
        Assert.Equal(next.Parameters.Values.ToArray(), student.Parameters.Values.ToArray());
        actual.Swap();
        AssertNear(expected.Values, student.Parameters);
    }

    // A small rate for what hardly has a gradient: there rounding decides in which direction AdamW goes.
    private static TrainingOptions Options => new()
    {
        Schedule = new CosineSchedule(1e-2, 1e-3, 2, Steps),
        Optimizer = new AdamWOptions(Epsilon: 1e-3f),
        Batch = 2,
        ReportEvery = 2,
        EvaluateEvery = 3,
        TrainingWindows = 2,
        ValidationWindows = 2,
    };

    private static List<(long Step, float Loss)> Run(
        string name, Device device, TrainingOptions options, string path, int stopAt = int.MaxValue, bool resumes = false)
    {
        var task = TrainingTasks.New(name, device, options, seed: resumes ? 9u : 1u);
        using var model = task.Model;
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer(new Stopping(task, stop, stopAt * (long)options.BatchesPerStep), options, path);
        if (resumes)
            trainer.Resume();
        var progress = new Recorder();
        Assert.Equal(stopAt > Steps, trainer.Run(progress, stop.Token));
        return progress.Reported;
    }

    private static void AssertNear(ParameterSet expected, ParameterSet actual) => Assert.InRange(Distance(expected, actual), 0, 1e-5);

    private static double Distance(ParameterSet a, ParameterSet b) =>
        a.Values.ToArray().Zip(b.Values.ToArray(), (x, y) => Math.Abs((double)x - y)).Max();

    /// <summary>A task whose run is stopped after some batches.</summary>
    private sealed class Stopping(ITrainingTask task, CancellationTokenSource stop, long last) : ITrainingTask
    {
        public IModel Model => task.Model;

        public string DataHash => task.DataHash;

        public IEnumerable<KeyValuePair<string, string>> Metadata => task.Metadata;

        public BatchLoss Backward(long batch)
        {
            Count(batch);
            return task.Backward(batch);
        }

        public int Differentiate(long batch)
        {
            Count(batch);
            return task.Differentiate(batch);
        }

        public EvaluationLoss Evaluate() => task.Evaluate();

        private void Count(long batch)
        {
            if (batch + 1 == last)
                stop.Cancel();
        }
    }

    private sealed class Recorder : ITrainingProgress
    {
        public List<(long Step, float Loss)> Reported { get; } = [];

        public void Stepped(TrainingStep step) => Reported.Add((step.Step, step.Loss));

        public void Evaluated(TrainingEvaluation evaluation) => Reported.Add((-evaluation.Step, (float)evaluation.ValidationLoss));
    }

    /// <summary>What a checkpoint has: parameters, both moments, and the average.</summary>
    private sealed class StoredRun : IDisposable
    {
        private static readonly string[] Prefixes = ["", "optimizer.first_moment.", "optimizer.second_moment.", TrainingMetadata.Average];

        public StoredRun(string task, string path, TrainingOptions options)
        {
            using var checkpoint = Checkpoint.Open(path);
            using var model = TrainingTasks.New(task, Device.Cpu, options).Model;
            Sets = [.. Prefixes.Take(options.AverageDecay is null ? 3 : 4).Select(_ => model.Parameters.NewAlike())];
            checkpoint.Load(task, [.. Sets.SelectMany((set, i) => StoredTensor.Of(set, Prefixes[i]))]);
        }

        public List<ParameterSet> Sets { get; }

        public void Dispose() => Sets.ForEach(set => set.Dispose());
    }
}
