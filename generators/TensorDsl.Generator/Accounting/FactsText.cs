using System.Numerics;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Accounting;

/// <summary>A model's facts as the comment that an editor shows where the class is named.</summary>
internal static class FactsText
{
    /// <summary>Bytes of the memory that each thread has for itself: the library's <c>Team.ScratchBytes</c>.</summary>
    public const int Scratch = 8 << 20;

    /// <summary>The lines of the comment, without slashes.</summary>
    public static IEnumerable<string> Lines(ModelPlans plans, ModelFacts facts)
    {
        yield return "<remarks>";
        yield return $"<para>{Number(facts.Parameters)} parameters: {Number(facts.ParameterBytes)} bytes, and as many for their gradients.</para>";
        yield return "<list type=\"bullet\">";
        foreach (var plan in plans.Programs)
            yield return $"<item><description><c>{plan.Name}</c>: {Flops(plan, facts)}; activations {Bytes(facts, facts.Bounds, sizes => ModelFacts.ArenaBytes(plan, sizes))}.</description></item>";
        if (plans.Incremental is { Caches.Slots.Count: > 0 } steps)
            yield return $"<item><description><c>NewGeneration</c>: caches {Caches(steps, facts)}.</description></item>";
        yield return "</list>";
        if (facts.TrainingBytes(facts.Bounds) is not null)
            yield return $"<para>Training with AdamW takes {Bytes(facts, facts.Bounds, sizes => facts.TrainingBytes(sizes)!.Value)}, and up to {Number(Scratch)} of scratch for each thread.</para>";
        yield return "<para>A product and a sum are two floating-point operations; masked attention counts as if it were not, work element by element as none.</para>";
        yield return "</remarks>";
    }

    /// <summary><c>T = 1,024</c>.</summary>
    public static string Sizes(IEnumerable<KeyValuePair<string, int>> sizes) =>
        string.Join(", ", sizes.Select(size => $"{size.Key} = {Number(size.Value)}"));

    public static string Number(BigInteger value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Flops(Plan plan, ModelFacts facts)
    {
        var (flops, noun) = facts.Flops(plan);
        var sizes = facts.Bounds.Where(size => flops.Symbols.Contains(size.Key)).ToList();
        string of = ModelFacts.IsTraining(plan) ? "FLOPs of training" : "FLOPs";
        return $"{Number(flops.At(facts.Bounds))} {of} per {noun}{(sizes.Count == 0 ? "" : $" at {Sizes(sizes)}")}";
    }

    private static string Caches(IncrementalPlans steps, ModelFacts facts)
    {
        var sizes = new SortedDictionary<string, int>(facts.Bounds, StringComparer.Ordinal)
        {
            [steps.Time.Capacity] = facts.Bounds.TryGetValue(steps.Time.Time, out int bound) ? bound : 1,
        };
        sizes.Remove(steps.Time.Time);
        return Bytes(facts, sizes, at => ModelFacts.CacheBytes(steps.Caches, at));
    }

    // Exactly what one more of the batch takes; later ones may take a little more, where others become the longest values.
    private static string Bytes(ModelFacts facts, SortedDictionary<string, int> sizes, Func<IReadOnlyDictionary<string, int>, BigInteger> of)
    {
        var bytes = of(sizes);
        string text = $"{Number(bytes)} bytes{(sizes.Count == 0 ? "" : $" at {Sizes(sizes)}")}";
        return facts.Batch is not { } batch || bytes.IsZero
            ? text
            : $"{text}, {Number(of(With(sizes, batch, sizes[batch] + 1)) - bytes)} more for one more {batch}";
    }

    private static SortedDictionary<string, int> With(SortedDictionary<string, int> sizes, string symbol, int size) =>
        new(sizes, StringComparer.Ordinal) { [symbol] = size };
}
