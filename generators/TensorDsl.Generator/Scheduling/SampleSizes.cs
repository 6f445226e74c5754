namespace TensorDsl.Generator.Scheduling;

/// <summary>Sizes at which layouts of the arena are compared, since which is smallest depends on them.</summary>
internal static class SampleSizes
{
    private static readonly int[] Alike = [64, 1024, 1];

    private static readonly (int One, int Others)[] Unlike = [(512, 64), (64, 16), (1, 64), (1, 256)];

    /// <summary>
    /// The floats of each unit at some sizes: all alike, then each symbol larger or smaller than the others, none above its bound.
    /// </summary>
    public static IReadOnlyList<long[]> Units(IReadOnlyList<string> units, IReadOnlyDictionary<string, int> bounds)
    {
        var products = units.Select(Product).ToList();
        var symbols = products.SelectMany(product => product.Symbols).Distinct().OrderBy(symbol => symbol, StringComparer.Ordinal).ToList();
        var samples = Alike.Take(symbols.Count switch { 0 => 1, 1 => 3, _ => 2 }).Select(size => At(_ => size)).ToList();
        if (symbols.Count > 1)
            samples.AddRange(symbols.SelectMany(other => Unlike.Select(size => At(symbol => symbol == other ? size.One : size.Others))));
        return samples;

        long[] At(Func<string, int> size) =>
            [.. products.Select(product => Math.Max(1, product.At(symbol => bounds.TryGetValue(symbol, out int bound) ? Math.Min(bound, size(symbol)) : size(symbol))))];
    }

    private static Offset Product(string symbols) => symbols.Split('·').Where(symbol => symbol.Length > 0)
        .Aggregate((Dim)1, (product, symbol) => product * Dim.Symbol(symbol));
}
