using TensorDsl.Cpu;

namespace TensorDsl.Training;

/// <summary>
/// Adds up the gradients of several micro-batches, so that one update sees them as one batch: an <see cref="AdamW"/> over
/// <see cref="Values"/> takes the place of one over the model's gradients, and scales them by 1 / <see cref="Weight"/>.
/// On a device they are added up there, and nobody waits.
/// </summary>
/// <param name="gradients">What a model's <c>Backward</c> writes.</param>
public sealed class GradientSum(ParameterSet gradients) : IDisposable
{
    /// <summary>The sum, laid out like the gradients; zero at first.</summary>
    public ParameterSet Values { get; } = gradients.NewAlike();

    /// <summary>The sum of the weights.</summary>
    public float Weight { get; private set; }

    /// <summary>Adds what the gradients are now.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="weight">What the micro-batch's loss is a mean of: its number of tokens, or 1 where all are of one size.</param>
    public void Add(Team team, float weight)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArenaSum.Run(team, Values, gradients, weight, leak: 0);
        Weight += weight;
    }

    /// <summary>Starts over from zero.</summary>
    public void Clear()
    {
        Values.Clear();
        Weight = 0;
    }

    /// <summary>Releases the sum.</summary>
    public void Dispose() => Values.Dispose();
}
