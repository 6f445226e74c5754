using System.Numerics;

namespace TensorDsl.Generator.Accounting;

/// <summary>A number that depends on sizes known at run time: a sum of products, such as 12·B·T + 4·B·T·T. Never overflows.</summary>
internal sealed class Amount
{
    private readonly SortedDictionary<string, BigInteger> _terms = new(StringComparer.Ordinal);

    /// <summary>The symbols that inputs bind and that it depends on.</summary>
    public IEnumerable<string> Symbols => _terms.Keys.SelectMany(Split).SelectMany(symbol => ((Offset)Dim.Symbol(symbol)).Symbols).Distinct();

    /// <summary>Adds a product of sizes.</summary>
    public void Add(BigInteger factor, params IEnumerable<Dim> sizes)
    {
        var symbols = new List<string>();
        foreach (var size in sizes)
        {
            factor *= size.Factor;
            symbols.AddRange(Split(size.Symbols));
        }

        string key = string.Join("·", symbols.OrderBy(symbol => symbol, StringComparer.Ordinal));
        _terms[key] = (_terms.TryGetValue(key, out var known) ? known : 0) + factor;
    }

    /// <summary>The amount for each of so many, or null where not every product has those symbols.</summary>
    public Amount? Per(Dim unit)
    {
        var result = new Amount();
        foreach (var term in _terms)
        {
            var rest = Split(term.Key).ToList();
            if (!Split(unit.Symbols).All(rest.Remove) || !(term.Value % unit.Factor).IsZero)
                return null;
            string key = string.Join("·", rest);
            result._terms[key] = (result._terms.TryGetValue(key, out var known) ? known : 0) + (term.Value / unit.Factor);
        }

        return result;
    }

    /// <summary>The number at given sizes.</summary>
    public BigInteger At(IReadOnlyDictionary<string, int> sizes)
    {
        BigInteger sum = 0;
        foreach (var term in _terms)
        {
            var product = Split(term.Key).Aggregate(BigInteger.One, (value, symbol) => value * Size(symbol));
            sum += term.Value * product;
        }

        return sum;

        BigInteger Size(string symbol) => Derivation.Is(symbol) ? ((Offset)Dim.Symbol(symbol)).At(name => sizes[name]) : sizes[symbol];
    }

    private static IEnumerable<string> Split(string symbols) => symbols.Split('·').Where(symbol => symbol.Length > 0);
}
