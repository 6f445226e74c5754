namespace TensorDsl.Sampling;

/// <summary>Says from how many of the likeliest tokens to draw.</summary>
public interface ITruncation
{
    /// <summary>How many of the tokens stay, 1 or more.</summary>
    /// <param name="probabilities">The tokens' probabilities, the largest first; their sum is 1.</param>
    int Keep(ReadOnlySpan<double> probabilities);
}
