using System.Globalization;

namespace TensorDsl.Training;

/// <summary>What a run does; the defaults are nanoGPT's for a small model on a CPU.</summary>
public sealed record TrainingOptions
{
    /// <summary>The learning rate of each step; its last step is the run's.</summary>
    public LearningRateSchedule Schedule { get; init; } = new(1e-3, 1e-4, 100, 2000);

    /// <summary>The optimiser's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>B, windows in a batch.</summary>
    public int Batch { get; init; } = 12;

    /// <summary>Draws the windows.</summary>
    public long Seed { get; init; } = 1337;

    /// <summary>Steps between evaluations, each of which also saves a checkpoint; the end has one in any case.</summary>
    public long EvaluateEvery { get; init; } = 250;

    /// <summary>Windows of the training part in an evaluation.</summary>
    public int TrainingWindows { get; init; } = 240;

    /// <summary>Windows of the validation part in an evaluation.</summary>
    public int ValidationWindows { get; init; } = 480;

    /// <summary>All that the parameters depend on besides the model and the text, as texts by name.</summary>
    internal OrderedDictionary<string, string> ToMetadata() => new()
    {
        [TrainingMetadata.Steps] = Text(Schedule.TotalSteps),
        [TrainingMetadata.Seed] = Text(Seed),
        ["batch"] = Text(Batch),
        ["learning_rate.maximum"] = Text(Schedule.Maximum),
        ["learning_rate.minimum"] = Text(Schedule.Minimum),
        ["learning_rate.warm_up_steps"] = Text(Schedule.WarmUpSteps),
        ["adamw.beta1"] = Text(Optimizer.Beta1),
        ["adamw.beta2"] = Text(Optimizer.Beta2),
        ["adamw.epsilon"] = Text(Optimizer.Epsilon),
        ["adamw.weight_decay"] = Text(Optimizer.WeightDecay),
        ["adamw.max_gradient_norm"] = Text(Optimizer.MaxGradientNorm ?? float.PositiveInfinity),
    };

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
