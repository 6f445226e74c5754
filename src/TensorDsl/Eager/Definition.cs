namespace TensorDsl;

// Run eagerly, a definition takes its parameters from the model that it runs in.
internal sealed partial class Definition(EagerModel model)
{
    private readonly List<int> _iterations = [];

    public EagerModel Model { get; } = model;

    /// <summary>The iterations of the loops that run, outermost first.</summary>
    public IReadOnlyList<int> Iterations => _iterations;

    /// <summary>Tells the iterations of the loops around from each other.</summary>
    public string Moment => string.Join(".", _iterations);

    /// <summary>Begins an iteration of a loop; disposing the result ends it.</summary>
    public IDisposable Iterate(int i)
    {
        _iterations.Add(i);
        return new Ending(_iterations);
    }

    private sealed class Ending(List<int> iterations) : IDisposable
    {
        public void Dispose() => iterations.RemoveAt(iterations.Count - 1);
    }
}
