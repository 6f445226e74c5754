using System.Numerics;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Accounting;

/// <summary>A model's facts as the comment that an editor shows where the class is named.</summary>
internal static class FactsText
{
    /// <summary>The lines of the comment, without slashes.</summary>
    public static IEnumerable<string> Lines(ModelPlans plans, ModelFacts facts)
    {
        yield return "<remarks>";
        yield return $"<para>{Number(facts.Parameters)} parameters: {Number(facts.ParameterBytes)} bytes, and as many for their gradients.</para>";
        yield return "<list type=\"bullet\">";
        foreach (var plan in plans.Programs)
            yield return $"<item><description><c>{plan.Name}</c>: {Flops(plan, facts)}; {Arena(plan, facts)}.</description></item>";
        yield return "</list>";
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

    private static string Arena(Plan plan, ModelFacts facts)
    {
        var bytes = ModelFacts.ArenaBytes(plan, facts.Bounds);
        string text = $"activations {Number(bytes)} bytes{(facts.Bounds.Count == 0 ? "" : $" at {Sizes(facts.Bounds)}")}";
        if (facts.Batch is not { } batch || bytes.IsZero)
            return text;

        // Sections are rounded up to 16 units, so 16 more of a batch are 16 times what one more is.
        var growth = BigInteger.Divide(ModelFacts.ArenaBytes(plan, With(facts.Bounds, batch, 17)) - bytes, 16);
        return $"{text}, {Number(growth)} more for each further {batch}";
    }

    private static SortedDictionary<string, int> With(SortedDictionary<string, int> sizes, string symbol, int size) =>
        new(sizes, StringComparer.Ordinal) { [symbol] = size };
}
