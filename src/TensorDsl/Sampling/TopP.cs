namespace TensorDsl.Sampling;

/// <summary>
/// Draws from the nucleus only: the fewest of the likeliest tokens whose probabilities add up to p or more
/// (Holtzman et al.: The Curious Case of Neural Text Degeneration, 2020).
/// </summary>
public sealed class TopP : ITruncation
{
    private readonly double _p;

    /// <summary>Makes the rule.</summary>
    /// <param name="p">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public TopP(double p)
    {
        if (p is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "It must be above 0 and at most 1.");
        _p = p;
    }

    /// <inheritdoc/>
    public int Keep(ReadOnlySpan<double> probabilities)
    {
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i];
            if (sum >= _p)
                return i + 1;
        }

        return probabilities.Length;
    }
}
