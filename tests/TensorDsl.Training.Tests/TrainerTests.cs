using TensorDsl.Checkpoints;

namespace TensorDsl.Training.Tests;

public class TrainerTests
{
    private static readonly int[] Text = [.. Enumerable.Range(0, 2000).Select(i => i * i % 13)];

    [Fact]
    public void It_learns_what_a_bigram_can_learn()
    {
        using var folder = new TemporaryFolder();
        using var model = new BigramModel(13, 8);
        var options = Options(400) with { Schedule = new LearningRateSchedule(0.1, 0.01, 10, 400), EvaluateEvery = 100 };
        var progress = new Recorder();
        using var trainer = new Trainer(model, new TokenSplit(Text, 8), options, folder["c"]);
        Assert.True(trainer.Run(progress, TestContext.Current.CancellationToken));
        // n² mod 13 takes 7 values; the next one is a coin's toss for each but 0: (2·6·ln 2) / 13 = 0.6398 nats.
        Assert.InRange(progress.Evaluations[^1].ValidationLoss, 0.60, 0.72);
        Assert.Equal([100, 200, 300, 400], progress.Evaluations.Select(evaluation => evaluation.Step));
        Assert.Equal(Enumerable.Range(1, 400).Select(step => (long)step), progress.Steps.Select(step => step.Step));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)] // right at an evaluation
    [InlineData(17)]
    [InlineData(40)] // nothing left but the last evaluation
    public void A_stopped_and_resumed_run_ends_with_the_same_bytes(int stopAt)
    {
        using var folder = new TemporaryFolder();
        Assert.True(Run(folder["whole"], resume: false));
        bool finished = Run(folder["parts"], resume: false, stopAt);
        Assert.Equal(stopAt == 40, finished);
        using (var checkpoint = Checkpoint.Open(folder["parts"]))
            Assert.Equal(stopAt, checkpoint.Whole(TrainingMetadata.Step));
        Assert.True(Run(folder["parts"], resume: true));
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["parts"]));
    }

    [Fact]
    public void The_number_of_steps_the_text_and_the_seed_must_match()
    {
        using var folder = new TemporaryFolder();
        Run(folder["c"], resume: false, stopAt: 5);
        byte[] before = File.ReadAllBytes(folder["c"]);
        using var model = new BigramModel(13, 8);
        AssertRefused(Options(41), Text, "steps = 40, not 41");
        AssertRefused(Options(40) with { Seed = 2 }, Text, "seed = 1, not 2");
        AssertRefused(Options(40) with { Batch = 3 }, Text, "batch = 4, not 3");
        AssertRefused(Options(40) with { Optimizer = new() { WeightDecay = 0 } }, Text, "weight_decay = 0.1, not 0");
        AssertRefused(Options(40), [.. Text.Reverse()], "another text");
        Assert.Equal(before, File.ReadAllBytes(folder["c"]));

        void AssertRefused(TrainingOptions options, int[] text, string reason)
        {
            float[] parameters = model.Parameters.Values.ToArray();
            using var trainer = new Trainer(model, new TokenSplit(text, 8), options, folder["c"]);
            Assert.Contains(reason, Assert.Throws<CheckpointException>(trainer.Resume).Message);
            Assert.Equal(parameters, model.Parameters.Values.ToArray());
        }
    }

    [Fact]
    public void The_definition_must_match()
    {
        using var folder = new TemporaryFolder();
        Run(folder["c"], resume: false, stopAt: 5);
        using var model = new BigramModel(13, 8, definition: "another");
        float[] parameters = model.Parameters.Values.ToArray();
        using var trainer = new Trainer(model, new TokenSplit(Text, 8), Options(40), folder["c"]);
        Assert.Contains("its definition computes something else", Assert.Throws<CheckpointException>(trainer.Resume).Message);
        Assert.Equal(parameters, model.Parameters.Values.ToArray());
    }

    [Theory]
    [InlineData("table", float.NaN, "training loss")]
    [InlineData("bias", float.PositiveInfinity, "training loss")]
    public void A_loss_that_is_not_finite_ends_the_run_and_keeps_the_checkpoint(string parameter, float value, string reason)
    {
        using var folder = new TemporaryFolder();
        using var model = new BigramModel(13, 8);
        using var trainer = new Trainer(model, new TokenSplit(Text, 8), Options(40), folder["c"]);
        byte[] good = [];
        var progress = new Recorder
        {
            OnStep = step =>
            {
                if (step != 15)
                    return;
                good = File.ReadAllBytes(folder["c"]);
                model.Parameters[parameter].Fill(value);
            },
        };
        var error = Assert.Throws<TrainingException>(() => trainer.Run(progress, TestContext.Current.CancellationToken));
        Assert.Contains(reason, error.Message);
        Assert.Contains("at step 15", error.Message);
        Assert.Contains("the checkpoint of step 10 is kept", error.Message);
        Assert.Throws<TrainingException>(trainer.Save);
        Assert.Equal(good, File.ReadAllBytes(folder["c"]));
        Assert.NotEmpty(good);
    }

    private static TrainingOptions Options(long steps) => new()
    {
        Schedule = new LearningRateSchedule(0.01, 0.001, 4, steps),
        Batch = 4,
        Seed = 1,
        EvaluateEvery = 10,
        TrainingWindows = 6,
        ValidationWindows = 9,
    };

    private static bool Run(string path, bool resume, int stopAt = int.MaxValue)
    {
        using var model = new BigramModel(13, 8, seed: resume ? 99u : 1u);
        using var trainer = new Trainer(model, new TokenSplit(Text, 8), Options(40), path);
        if (resume)
            trainer.Resume();
        using var stop = new CancellationTokenSource();
        if (stopAt == 0)
            stop.Cancel();
        return trainer.Run(new Recorder { OnStep = step => { if (step == stopAt) stop.Cancel(); } }, stop.Token);
    }

    private sealed class Recorder : ITrainingProgress
    {
        public List<TrainingStep> Steps { get; } = [];

        public List<TrainingEvaluation> Evaluations { get; } = [];

        public Action<long> OnStep { get; init; } = _ => { };

        public void Stepped(TrainingStep step)
        {
            Steps.Add(step);
            OnStep(step.Step);
        }

        public void Evaluated(TrainingEvaluation evaluation) => Evaluations.Add(evaluation);
    }
}
