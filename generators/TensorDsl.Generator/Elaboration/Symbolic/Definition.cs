using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl;

internal sealed partial class Definition
{
    public GraphBuilder Builder { get; init; } = new(new ModelGraph());

    /// <summary>Upper bounds of symbols that the entry point which is read has, such as T ≤ 64.</summary>
    public SortedDictionary<string, int> Bounds { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Whether a gradient will be taken, so that dropout drops.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Whether taps see and patches change; else they are as if they were not there.</summary>
    public bool IsLooking { get; init; }

    /// <summary>A loop's body runs once.</summary>
    public string Moment => "";

    /// <summary>Stands for the run of a loop's body that is going on; null outside loops.</summary>
    public object? Body { get; private set; }

    /// <summary>Bounds a symbol from above, if it isn't already by less.</summary>
    public void Bound(string symbol, int most) => Bounds[symbol] = Bounds.TryGetValue(symbol, out int known) ? Math.Min(known, most) : most;

    /// <summary>Bounds symbols from above.</summary>
    public void Bound(IReadOnlyDictionary<string, int> bounds)
    {
        foreach (var bound in bounds)
            Bound(bound.Key, bound.Value);
    }

    /// <summary>Runs a method; says beside its result which bounds are its own.</summary>
    public (T Result, IReadOnlyDictionary<string, int> Bounds) Bounded<T>(Func<T> run)
    {
        var (outer, own) = (Bounds, new SortedDictionary<string, int>(StringComparer.Ordinal));
        Bounds = own;
        try
        {
            return (run(), own);
        }
        finally
        {
            Bounds = outer;
            Bound(own);
        }
    }

    /// <summary>Runs a loop's body.</summary>
    public T RunBody<T>(Func<T> body)
    {
        object? outer = Body;
        Body = new object();
        try
        {
            return body();
        }
        finally
        {
            Body = outer;
        }
    }
}
