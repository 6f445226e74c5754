namespace TensorDsl.Sampling;

/// <summary>
/// Draws the next token from logits: the softmax of logits / temperature over the <c>topK</c> largest
/// (Fan, Lewis, Dauphin: Hierarchical Neural Story Generation, 2018).
/// </summary>
public sealed class Sampler
{
    private readonly CounterRandom _random;
    private readonly double _temperature;
    private readonly int _topK;
    private float[] _values = [];
    private int[] _tokens = [];

    /// <summary>Makes a sampler; the same seed draws the same tokens from the same logits.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="temperature">Below 1 likelier tokens are preferred, above 1 less so; 0 always takes the likeliest.</param>
    /// <param name="topK">Only so many of the likeliest are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is negative or not finite, or topK is below 1.</exception>
    public Sampler(ulong seed, double temperature = 1, int topK = int.MaxValue)
    {
        if (!(temperature >= 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "It must be 0 or more, and finite.");
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        _random = new CounterRandom(seed, "sampling");
        (_temperature, _topK) = (temperature, topK);
    }

    /// <summary>Draws a token; of equal logits the lower token counts as the likelier.</summary>
    /// <param name="logits">One for each token; −∞ excludes it.</param>
    /// <param name="position">The number of the draw; each has its own random number.</param>
    /// <exception cref="ArgumentException">There are no logits, or the largest is not finite.</exception>
    public int Next(ReadOnlySpan<float> logits, long position)
    {
        int count = Math.Min(_topK, logits.Length);
        Rank(logits);
        if (logits.IsEmpty || !float.IsFinite(_values[0])) // not-a-number sorts first
            throw new ArgumentException("The largest logit is not finite.", nameof(logits));
        if (_temperature == 0)
            return _tokens[0];

        double total = 0;
        for (int i = 0; i < count; i++)
            total += Weight(i);
        double rest = _random.Uniform((ulong)position) * total;
        int drawn = 0;
        for (int i = 0; i < count && rest >= 0; i++)
        {
            double weight = Weight(i);
            if (weight > 0)
                drawn = i;
            rest -= weight;
        }

        return _tokens[drawn];
    }

    // Sorts by falling logit. Array.Sort is not stable, so equal runs are put in the tokens' order afterwards.
    private void Rank(ReadOnlySpan<float> logits)
    {
        if (_values.Length != logits.Length)
            (_values, _tokens) = (new float[logits.Length], new int[logits.Length]);
        for (int i = 0; i < logits.Length; i++)
            (_values[i], _tokens[i]) = (-logits[i], i);
        Array.Sort(_values, _tokens);
        for (int start = 0, end = 1; end <= _values.Length; end++)
        {
            if (end < _values.Length && _values[end] == _values[start])
                continue;
            Array.Sort(_tokens, start, end - start);
            start = end;
        }
    }

    // Relative to the largest, so that it cannot overflow.
    private double Weight(int rank) => Math.Exp(((double)_values[0] - _values[rank]) / _temperature);
}
