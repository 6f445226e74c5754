using TensorDsl;

namespace TranslateExample.Translating;

/// <summary>Some of a list.</summary>
internal static class Sample
{
    /// <summary>At most so many elements, in their order and evenly spread over the list; the seed says where they begin.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int count, ulong seed)
    {
        double start = new CounterRandom(seed, "sample").Uniform(0);
        return count >= all.Count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((i + start) * all.Count / count)])];
    }
}
