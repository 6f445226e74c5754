namespace TensorDsl.Sampling;

/// <summary>Draws from the k likeliest tokens only (Fan, Lewis, Dauphin: Hierarchical Neural Story Generation, 2018).</summary>
public sealed class TopK : ITruncation
{
    private readonly int _k;

    /// <summary>Makes the rule.</summary>
    /// <param name="k">How many tokens, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public TopK(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        _k = k;
    }

    /// <inheritdoc/>
    public int Keep(ReadOnlySpan<double> probabilities) => Math.Min(_k, probabilities.Length);
}
