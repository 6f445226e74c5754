namespace TensorDsl.Sampling;

/// <summary>
/// Draws the next token from logits: a penalty on what was said already, then the softmax of logits / temperature, then
/// each truncation in turn, on probabilities that add up to 1 again. A draw allocates nothing once the first was made.
/// </summary>
public sealed class Sampler
{
    private readonly CounterRandom _random;
    private readonly double _temperature;
    private readonly ITruncation[] _truncations;
    private float[] _values = [];
    private int[] _tokens = [];
    private double[] _probabilities = [];
    private bool[] _seen = [];

    /// <summary>Makes a sampler; the same seed draws the same tokens from the same logits.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="temperature">Below 1 likelier tokens are preferred, above 1 less so; 0 always takes the likeliest.</param>
    /// <param name="truncations">From which of the likeliest tokens to draw: <see cref="TopK"/>, <see cref="TopP"/>, <see cref="MinP"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is negative or not finite.</exception>
    public Sampler(ulong seed, double temperature = 1, params IReadOnlyList<ITruncation> truncations)
    {
        ArgumentNullException.ThrowIfNull(truncations);
        if (!(temperature >= 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "It must be 0 or more, and finite.");
        _random = new CounterRandom(seed, "sampling");
        (_temperature, _truncations) = (temperature, [.. truncations]);
    }

    /// <summary>
    /// Makes each token of the history rarer: a positive logit is divided by this (Keskar et al.: CTRL, 2019), a negative
    /// one multiplied, since dividing it would make the token likelier. 1 changes nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double RepetitionPenalty
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be above 0, and finite.");
    } = 1;

    /// <summary>Draws a token; of equal logits the lower token counts as the likelier.</summary>
    /// <param name="logits">One for each token; −∞ excludes it.</param>
    /// <param name="position">The number of the draw; each has its own random number.</param>
    /// <param name="history">The tokens before, which <see cref="RepetitionPenalty"/> is for.</param>
    /// <exception cref="ArgumentException">There are no logits, or the largest is not finite.</exception>
    public int Next(ReadOnlySpan<float> logits, long position, ReadOnlySpan<int> history = default)
    {
        Reserve(logits.Length);
        logits.CopyTo(_values);
        if (RepetitionPenalty != 1)
            Penalise(history);
        Rank();
        if (logits.IsEmpty || !float.IsFinite(_values[0])) // not-a-number sorts first
            throw new ArgumentException("The largest logit is not finite.", nameof(logits));
        return _temperature == 0 ? _tokens[0] : _tokens[Draw(Truncate(), _random.Uniform((ulong)position))];
    }

    private void Reserve(int count)
    {
        if (_values.Length != count)
            (_values, _tokens, _probabilities, _seen) = (new float[count], new int[count], new double[count], new bool[count]);
    }

    private void Penalise(ReadOnlySpan<int> history)
    {
        foreach (int token in history)
        {
            if (!_seen[token])
                _values[token] = (float)(_values[token] > 0 ? _values[token] / RepetitionPenalty : _values[token] * RepetitionPenalty);
            _seen[token] = true;
        }

        foreach (int token in history)
            _seen[token] = false;
    }

    // Sorts by falling logit. Array.Sort is not stable, so equal runs are put in the tokens' order afterwards.
    private void Rank()
    {
        for (int i = 0; i < _values.Length; i++)
            (_values[i], _tokens[i]) = (-_values[i], i);
        Array.Sort(_values, _tokens);
        for (int start = 0, end = 1; end <= _values.Length; end++)
        {
            if (end < _values.Length && _values[end] == _values[start])
                continue;
            Array.Sort(_tokens, start, end - start);
            start = end;
        }
    }

    /// <summary>The probabilities of the tokens that may be drawn, by rank.</summary>
    private ReadOnlySpan<double> Truncate()
    {
        // Relative to the largest, so that it cannot overflow.
        for (int i = 0; i < _values.Length; i++)
            _probabilities[i] = Math.Exp(((double)_values[0] - _values[i]) / _temperature);
        var kept = _probabilities.AsSpan();
        Normalise(kept);
        foreach (var truncation in _truncations)
        {
            kept = kept[..truncation.Keep(kept)];
            Normalise(kept);
        }

        return kept;
    }

    private static void Normalise(Span<double> weights)
    {
        double total = 0;
        foreach (double weight in weights)
            total += weight;
        foreach (ref double weight in weights)
            weight /= total;
    }

    private static int Draw(ReadOnlySpan<double> probabilities, double rest)
    {
        int drawn = 0;
        for (int i = 0; i < probabilities.Length && rest >= 0; i++)
        {
            if (probabilities[i] > 0)
                drawn = i;
            rest -= probabilities[i];
        }

        return drawn;
    }
}
