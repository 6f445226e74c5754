using System.Globalization;

namespace TensorDsl.Training;

/// <summary>What a run does; the defaults are nanoGPT's for a small model on a CPU.</summary>
public sealed record TrainingOptions
{
    /// <summary>The learning rate of each step; its last step is the run's.</summary>
    public LearningRateSchedule Schedule { get; init; } = new CosineSchedule(1e-3, 1e-4, 100, 2000);

    /// <summary>The optimiser's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>B, windows in a batch.</summary>
    public int Batch { get; init; } = 12;

    /// <summary>Batches that are added up for one step, each token with the same weight.</summary>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>
    /// The decay of an exponential moving average of the parameters, which is evaluated in their place and saved with
    /// them; null for none.
    /// </summary>
    public double? AverageDecay { get; init; }

    /// <summary>Draws the windows.</summary>
    public long Seed { get; init; } = 1337;

    /// <summary>Steps between evaluations, each of which also saves a checkpoint; the end has one in any case.</summary>
    public long EvaluateEvery { get; init; } = 250;

    /// <summary>
    /// Steps between reports of a step, which come before each evaluation in any case. A device works on between them without
    /// being waited for, so that a loss or a gradient that is not finite is found by the next report only.
    /// </summary>
    public long ReportEvery { get; init; } = 1;

    /// <summary>Windows of the training part in an evaluation.</summary>
    public int TrainingWindows { get; init; } = 240;

    /// <summary>Windows of the validation part in an evaluation.</summary>
    public int ValidationWindows { get; init; } = 480;

    /// <summary>Throws where an option is out of range.</summary>
    /// <exception cref="ArgumentException">One is; the message says which and its range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Schedule);
        ArgumentNullException.ThrowIfNull(Optimizer);
        Require(Schedule.TotalSteps >= 1, nameof(Schedule.TotalSteps), Schedule.TotalSteps, "1 or more");
        Schedule.Validate();
        Optimizer.Validate();
        Require(Batch >= 1, nameof(Batch), Batch, "1 or more");
        Require(BatchesPerStep >= 1, nameof(BatchesPerStep), BatchesPerStep, "1 or more");
        Require(AverageDecay is null or (> 0 and < 1), nameof(AverageDecay), AverageDecay ?? 0, "between 0 and 1, or null");
        Require(Seed >= 0, nameof(Seed), Seed, "0 or more");
        Require(EvaluateEvery >= 1, nameof(EvaluateEvery), EvaluateEvery, "1 or more");
        Require(ReportEvery >= 1, nameof(ReportEvery), ReportEvery, "1 or more");
        Require(TrainingWindows >= 1, nameof(TrainingWindows), TrainingWindows, "1 or more");
        Require(ValidationWindows >= 1, nameof(ValidationWindows), ValidationWindows, "1 or more");
    }

    /// <summary>Throws an error that names an option, its value and its range, unless the value is good.</summary>
    internal static void Require(bool isGood, string name, IFormattable value, string range)
    {
        if (!isGood)
            throw new ArgumentException($"{name} is {Text(value)}; it must be {range}.");
    }

    /// <summary>All that the parameters depend on besides the model and the text, as texts by name.</summary>
    internal OrderedDictionary<string, string> ToMetadata()
    {
        var metadata = new OrderedDictionary<string, string>
        {
            [TrainingMetadata.Steps] = Text(Schedule.TotalSteps),
            [TrainingMetadata.Seed] = Text(Seed),
            ["batch"] = Text(Batch),
            ["batches_per_step"] = Text(BatchesPerStep),
            [TrainingMetadata.AverageDecay] = Text(AverageDecay ?? 0),
            ["schedule"] = Schedule.GetType().Name,
            ["adamw.beta1"] = Text(Optimizer.Beta1),
            ["adamw.beta2"] = Text(Optimizer.Beta2),
            ["adamw.epsilon"] = Text(Optimizer.Epsilon),
            ["adamw.weight_decay"] = Text(Optimizer.WeightDecay),
            ["adamw.max_gradient_norm"] = Text(Optimizer.MaxGradientNorm ?? float.PositiveInfinity),
            ["adamw.groups"] = string.Join("; ", Optimizer.Groups.Select(Text)),
        };
        foreach (var (name, value) in Schedule.Constants())
            metadata["learning_rate." + name] = Text(value);
        return metadata;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Text(ParameterGroup group) => group.Frozen
        ? $"{group.Pattern} frozen"
        : $"{group.Pattern} rate {Text(group.LearningRate)} decay {(group.WeightDecay is { } decay ? Text(decay) : "default")}";
}
