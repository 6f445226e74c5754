using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Graph;

/// <summary>What sizes must keep to: a sum of them that is not negative.</summary>
/// <param name="Rest">The sum.</param>
internal sealed record SizeRule(Offset Rest)
{
    private readonly string[] _symbols = [.. Rest.Symbols];

    /// <summary>Whether all sizes keep to it.</summary>
    public bool HoldsAlways => Rest.Terms.All(term => term.IsConstant || term.Factor > 0) && Rest.At(_ => 1) >= 0;

    /// <summary>Whether it bounds a product, such as B·T, from above.</summary>
    public bool BoundsProduct => Rest.Terms.All(term => term.IsConstant || term.Factor < 0) && Rest.Terms.Any(term => term.Symbols.Contains('·'));

    /// <summary>The size that it bounds from below, and the least; null where it bounds none, or several together.</summary>
    public (string Symbol, int Value)? Least => _symbols is [var symbol] && Rest.Terms.All(term => term.IsConstant || term.Factor > 0)
        ? (symbol, First(size => Holds(size)))
        : null;

    /// <summary>The size that it bounds from above, and the greatest, 0 if there is none; null where it bounds none, or several together.</summary>
    public (string Symbol, int Value)? Most => _symbols is [var symbol] && Rest.Terms.All(term => term.IsConstant || term.Factor < 0)
        ? (symbol, First(size => !Holds(size)) - 1)
        : null;

    /// <summary>What a program's operations ask of the sizes that it is run with, beyond its <see cref="ModelGraph.Bounds"/>.</summary>
    public static IReadOnlyList<SizeRule> Of(ModelGraph graph) =>
    [
        .. new Uses(graph.Roots).Everything(graph.Main).SelectMany(node => node switch
        {
            SliceNode slice => Within(slice.At, slice.Shape[slice.Axis].Size, slice.Inputs[0].Shape[slice.Axis].Size),
            JoinNode join => join.Inputs.Zip(join.Places, (part, place) => Within(place, part.Shape[join.Axis].Size, join.Shape[join.Axis].Size))
                .SelectMany(rules => rules),
            WindowsNode windows => Within(Placement.Leading, windows.Shape[windows.Axis + 1].Size, windows.Inputs[0].Shape[windows.Axis].Size),
            _ => [],
        }).Concat(Positive(DerivedSizes.Of(graph))).Where(rule => !rule.HoldsAlways && rule.Most is null).Distinct(),
    ];

    /// <summary>That derived sizes are at least 1.</summary>
    public static IEnumerable<SizeRule> Positive(IEnumerable<string> derived) =>
        derived.Select(symbol => new SizeRule((Offset)Dim.Symbol(symbol) + -1)).Where(rule => !rule.HoldsAlways);

    /// <summary>That so many elements at a placement lie within an axis.</summary>
    public static IEnumerable<SizeRule> Within(Placement at, Dim count, Dim whole)
    {
        if (at.IsClipped)
            return [];
        var last = at.Start + (((Offset)count + -1) * at.Step);
        return new[] { at.Start, last }.Distinct()
            .SelectMany(place => new[] { new SizeRule(place), new SizeRule((Offset)whole - place + -1) });
    }

    /// <inheritdoc/>
    public bool Equals(SizeRule? other) => other is not null && Rest.Equals(other.Rest);

    /// <inheritdoc/>
    public override int GetHashCode() => Rest.GetHashCode();

    private bool Holds(int size) => Rest.At(_ => size) >= 0;

    // The first size for which it is so, where it is so for all greater ones.
    private static int First(Func<int, bool> isSo)
    {
        int low = 1, high = int.MaxValue;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = isSo(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
