namespace TensorDsl.Training;

/// <summary>Names of what a run notes in its checkpoints.</summary>
public static class TrainingMetadata
{
    /// <summary>Steps made so far.</summary>
    public const string Step = "step";

    /// <summary>Steps of the whole run.</summary>
    public const string Steps = "steps";

    /// <summary>The seed.</summary>
    public const string Seed = "seed";

    /// <summary>The identity of the text, see <see cref="TokenSplit.Hash"/>.</summary>
    public const string TextHash = "text.sha256";

    /// <summary>The decay of the parameters' moving average; 0 where there is none.</summary>
    public const string AverageDecay = "average_decay";

    /// <summary>Begins the names of the optimiser's tensors.</summary>
    public const string Optimizer = "optimizer.";

    /// <summary>Begins the names of the tensors of the parameters' moving average, where there is one.</summary>
    public const string Average = Optimizer + "average.";

    internal const string FirstMoment = Optimizer + "first_moment.";
    internal const string SecondMoment = Optimizer + "second_moment.";
    internal const string Context = "context";

    // The stream of random numbers is a function of the seed and a position (see CounterRandom): this is all its state.
    internal const string RandomPosition = "random.position";
    internal const string RandomAlgorithm = "random.algorithm";
    internal const string CounterSplitMix64 = "counter-splitmix64";
}
