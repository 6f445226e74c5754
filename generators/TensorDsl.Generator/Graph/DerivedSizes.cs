using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Graph;

/// <summary>The symbols of a program whose sizes follow from others, such as <c>T-1</c>.</summary>
internal static class DerivedSizes
{
    /// <summary>Each after those that it is made of.</summary>
    public static IReadOnlyList<string> Of(ModelGraph graph) => Of(new Uses(graph.Roots).Everything(graph.Main).SelectMany(SizesOf));

    /// <summary>Those that some sizes are made of, each after those that it is made of itself.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Dim> sizes) =>
        [.. sizes.SelectMany(size => size.Symbols.Split('·')).Distinct().OrderBy(symbol => symbol, StringComparer.Ordinal).SelectMany(Closure).Distinct()];

    /// <summary>The sum that a derived size is, or that it is the quotient of, with the divisor.</summary>
    public static (Offset Sum, int Divisor) Parts(string symbol) =>
        Derivation.IsQuotient(symbol) ? Derivation.Parts(symbol) : (Dim.Symbol(symbol), 1);

    private static IEnumerable<Dim> SizesOf(Node node) => node.Shape.Axes.Select(axis => axis.Size).Concat(node switch
    {
        SizeNode size => [size.Size],
        LoopNode loop => [loop.Count],
        SliceNode slice => slice.At.Start.Terms,
        JoinNode join => join.Places.SelectMany(place => place.Start.Terms),
        _ => [],
    });

    private static IEnumerable<string> Closure(string symbol) => !Derivation.Is(symbol) ? []
        : Parts(symbol).Sum.Terms.SelectMany(term => term.Symbols.Split('·')).SelectMany(Closure).Append(symbol);
}
