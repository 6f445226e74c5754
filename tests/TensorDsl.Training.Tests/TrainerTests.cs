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
        var options = Options(400) with { Schedule = new CosineSchedule(0.1, 0.01, 10, 400), EvaluateEvery = 100 };
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
    public void Each_batch_drops_elements_of_its_own()
    {
        using var folder = new TemporaryFolder();
        ulong[] Seeds(int seed, int stopAt, bool resume = false)
        {
            using var model = new BigramModel(13, 8);
            using var trainer = new Trainer(model, new TokenSplit(Text, 8), Options(6) with { Seed = seed }, folder[$"{seed}"]);
            if (resume)
                trainer.Resume();
            using var stop = new CancellationTokenSource();
            var seeds = new List<ulong>();
            var progress = new Recorder
            {
                OnStep = step =>
                {
                    seeds.Add(model.DropoutSeed);
                    if (step == stopAt)
                        stop.Cancel();
                },
            };
            trainer.Run(progress, stop.Token);
            return [.. seeds];
        }

        ulong[] seeds = Seeds(1, stopAt: 6);
        Assert.Equal(6, seeds.Length);
        Assert.Distinct(seeds);
        Assert.Equal(seeds[..3], Seeds(1, stopAt: 3));
        Assert.Equal(seeds[3..], Seeds(1, stopAt: 6, resume: true));
        Assert.Empty(seeds.Intersect(Seeds(2, stopAt: 6)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void An_average_groups_and_accumulation_resume_to_the_same_bytes(int stopAt)
    {
        var options = Options(40) with
        {
            AverageDecay = 0.9,
            BatchesPerStep = 3,
            Optimizer = new() { Groups = [new("bias", LearningRate: 2)] },
        };
        using var folder = new TemporaryFolder();
        Run(folder["whole"], resume: false, options: options);
        Run(folder["parts"], resume: false, stopAt, options);
        Run(folder["parts"], resume: true, options: options);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["parts"]));
        Assert.Contains("average_decay = 0.9, not 0.8", Assert.Throws<CheckpointException>(() => Run(folder["parts"], resume: true, options: options with { AverageDecay = 0.8 })).Message);
        Assert.Contains("batches_per_step = 3, not 2", Assert.Throws<CheckpointException>(() => Run(folder["parts"], resume: true, options: options with { BatchesPerStep = 2 })).Message);
        Assert.Contains("bias rate 2 decay default, not ", Assert.Throws<CheckpointException>(() => Run(folder["parts"], resume: true, options: options with { Optimizer = new() })).Message);
    }

    [Fact]
    public void The_average_is_what_is_evaluated()
    {
        using var folder = new TemporaryFolder();
        using var model = new BigramModel(13, 8, seed: 1);
        var text = new TokenSplit(Text, 8);
        var options = Options(10) with { AverageDecay = 0.9 };
        var progress = new Recorder();
        using (var trainer = new Trainer(model, text, options, folder["c"]))
            trainer.Run(progress, TestContext.Current.CancellationToken);
        double last = new LanguageModelTask(model, text, options).Evaluate().Validation;
        using var checkpoint = Checkpoint.Open(folder["c"]);
        checkpoint.LoadPart([.. model.Parameters.Layout.Select(info => new StoredTensor(TrainingMetadata.Average + info.Name, info.Shape, () => model.Parameters[info.Name]))]);
        double averaged = new LanguageModelTask(model, text, options).Evaluate().Validation;
        Assert.Equal(averaged, Assert.Single(progress.Evaluations).ValidationLoss);
        Assert.NotEqual(last, averaged);
    }

    [Fact]
    public void Three_batches_a_step_see_the_tokens_of_one_three_times_as_large()
    {
        using var folder = new TemporaryFolder();
        using var small = new BigramModel(13, 8, seed: 1);
        using var large = new BigramModel(13, 8, seed: 1);
        var progress = (Small: new Recorder(), Large: new Recorder());
        using (var trainer = new Trainer(small, new TokenSplit(Text, 8), Options(20) with { BatchesPerStep = 3 }, folder["small"]))
            trainer.Run(progress.Small, TestContext.Current.CancellationToken);
        using (var trainer = new Trainer(large, new TokenSplit(Text, 8), Options(20) with { Batch = 12 }, folder["large"]))
            trainer.Run(progress.Large, TestContext.Current.CancellationToken);
        Assert.Equal(progress.Large.Steps.Select(step => step.Loss), progress.Small.Steps.Select(step => step.Loss), (a, b) => Math.Abs(a - b) < 1e-4);
        for (int i = 0; i < small.Parameters.Length; i++)
            Assert.Equal(large.Parameters.Values[i], small.Parameters.Values[i], 1e-3f);
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

    [Fact]
    public void Reports_are_as_rare_as_wished_and_change_nothing()
    {
        using var folder = new TemporaryFolder();
        var rare = new Recorder();
        using (var model = new BigramModel(13, 8, seed: 1u))
        using (var trainer = new Trainer(model, new TokenSplit(Text, 8), Options(40) with { ReportEvery = 7 }, folder["rare"]))
            Assert.True(trainer.Run(rare, TestContext.Current.CancellationToken));
        Assert.Equal([7L, 10, 14, 20, 21, 28, 30, 35, 40], rare.Steps.Select(step => step.Step));
        Assert.All(rare.Steps, step => Assert.True(step.Loss > 0 && step.TokensPerSecond > 0));
        Assert.True(Run(folder["each"], resume: false));
        Assert.Equal(File.ReadAllBytes(folder["each"]), File.ReadAllBytes(folder["rare"]));
    }

    private static TrainingOptions Options(long steps) => new()
    {
        Schedule = new CosineSchedule(0.01, 0.001, 4, steps),
        Batch = 4,
        Seed = 1,
        EvaluateEvery = 10,
        TrainingWindows = 6,
        ValidationWindows = 9,
    };

    private static bool Run(string path, bool resume, int stopAt = int.MaxValue, TrainingOptions? options = null)
    {
        using var model = new BigramModel(13, 8, seed: resume ? 99u : 1u);
        using var trainer = new Trainer(model, new TokenSplit(Text, 8), options ?? Options(40), path);
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
