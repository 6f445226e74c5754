namespace TensorDsl.Benchmarks;

/// <summary>Times of the same thing. The minimum is what the code takes; the median shows how quiet the machine was.</summary>
internal sealed class Samples
{
    /// <summary>The share of the machine's peak below which it is not quiet: something else has a part of it.</summary>
    private const double Quiet = 0.9;

    private readonly List<(double Time, double Peak)> _values = [];

    public bool Any => _values.Count > 0;

    public double Minimum => _values.Min(value => value.Time);

    public double Median
    {
        get
        {
            var sorted = _values.ConvertAll(value => value.Time);
            sorted.Sort();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    /// <summary>Adds a time.</summary>
    /// <param name="value">The time.</param>
    /// <param name="peak">What the machine could do before and after it, as far as that is known.</param>
    public void Add(double value, double peak = 0) => _values.Add((value, peak));

    /// <summary>Forgets what was measured while the machine could do much less than at its best, unless that is all there is.</summary>
    public void Discard(double bestPeak)
    {
        if (_values.Any(IsQuiet))
            _values.RemoveAll(value => !IsQuiet(value));

        bool IsQuiet((double Time, double Peak) value) => value.Peak >= Quiet * bestPeak;
    }
}
