namespace TensorDsl.Sampling;

/// <summary>
/// Draws only from tokens at least p times as likely as the likeliest (Nguyen et al.: Turning Up the Heat: Min-p Sampling
/// for Creative and Coherent LLM Outputs, 2024).
/// </summary>
public sealed class MinP : ITruncation
{
    private readonly double _p;

    /// <summary>Makes the rule.</summary>
    /// <param name="p">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public MinP(double p)
    {
        if (p is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "It must be from 0 to 1.");
        _p = p;
    }

    /// <inheritdoc/>
    public int Keep(ReadOnlySpan<double> probabilities)
    {
        int count = 1;
        while (count < probabilities.Length && probabilities[count] >= _p * probabilities[0])
            count++;
        return count;
    }
}
