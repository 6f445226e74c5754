namespace TensorDsl.Benchmarks;

/// <summary>Times of the same thing. The minimum is what the code takes; the median shows how quiet the machine was.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public double Minimum => _values.Min();

    public double Median
    {
        get
        {
            var sorted = _values.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    public void Add(double value) => _values.Add(value);
}
