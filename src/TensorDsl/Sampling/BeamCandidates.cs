namespace TensorDsl.Sampling;

/// <summary>The likeliest of all continuations by one token; of equal ones the first that was seen.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class BeamCandidates(int capacity)
{
    private readonly (int Place, int Token, double LogProbability)[] _best = new (int, int, double)[capacity];
    private int _count;

    /// <summary>The continuations, the likeliest first.</summary>
    public ReadOnlySpan<(int Place, int Token, double LogProbability)> Best => _best.AsSpan(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Considers every token after the sequence at <paramref name="place"/>.</summary>
    public void Add(int place, double logProbability, ReadOnlySpan<float> logits)
    {
        double max = double.NegativeInfinity;
        foreach (float logit in logits)
            max = Math.Max(max, logit); // not-a-number wins
        if (!double.IsFinite(max))
            throw new ArgumentException("The largest logit is not finite.", nameof(logits));
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - max);
        double shift = logProbability - max - Math.Log(sum);
        for (int token = 0; token < logits.Length; token++)
        {
            if (logits[token] > float.NegativeInfinity)
                Insert(place, token, logits[token] + shift);
        }
    }

    private void Insert(int place, int token, double logProbability)
    {
        if (_count == capacity && logProbability <= _best[^1].LogProbability)
            return;
        int i = _count < capacity ? _count++ : _count - 1;
        for (; i > 0 && _best[i - 1].LogProbability < logProbability; i--)
            _best[i] = _best[i - 1];
        _best[i] = (place, token, logProbability);
    }
}
