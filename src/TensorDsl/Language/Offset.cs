namespace TensorDsl;

/// <summary>A whole number made of sizes: a sum such as T − 1, or a distance in memory such as 3·T + 8.</summary>
internal sealed class Offset : IEquatable<Offset>
{
    private readonly Dim[] _terms;

    private Offset(IEnumerable<Dim> terms) => _terms = [.. terms.SelectMany(Expanded).GroupBy(term => term.Symbols)
        .Select(group => group.First().WithFactor(group.Sum(term => term.Factor)))
        .Where(term => term.Factor != 0).OrderByDescending(term => term.Symbols, StringComparer.Ordinal)];

    /// <summary>The terms, one for each product of symbols; none is 0.</summary>
    public IReadOnlyList<Dim> Terms => _terms;

    /// <summary>Whether it is the number 0.</summary>
    public bool IsZero => _terms.Length == 0;

    /// <summary>Whether it is a number.</summary>
    public bool IsConstant => _terms.All(term => term.IsConstant);

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">There is a symbol.</exception>
    public int Value => _terms.Sum(term => term.Value);

    /// <summary>A number.</summary>
    public static implicit operator Offset(int value) => new([value]);

    /// <summary>A size.</summary>
    public static implicit operator Offset(Dim size) => new([size]);

    /// <summary>The sum.</summary>
    public static Offset operator +(Offset left, Offset right) => new(left._terms.Concat(right._terms));

    /// <summary>The difference.</summary>
    public static Offset operator -(Offset left, Offset right) => left + (right * -1);

    /// <summary>The product with a size.</summary>
    public static Offset operator *(Offset left, Dim right) => new(left._terms.Select(term => term * right));

    /// <summary>The quotient, rounded down.</summary>
    public Offset Over(int divisor)
    {
        var whole = new Offset(_terms.Select(term => term.WithFactor(FloorOf(term.Factor, divisor))));
        var rest = this - (whole * divisor);
        return rest.IsConstant ? whole : whole + Dim.Symbol(Derivation.Quotient(rest, divisor));
    }

    /// <summary>The same as a size: a number, a product, or the symbol of a sum beside what all terms have in common.</summary>
    public Dim ToDim()
    {
        if (_terms.Length < 2)
            return IsZero ? 0 : _terms[0];
        long factor = _terms.Aggregate(0L, (divisor, term) => GreatestDivisor(divisor, Math.Abs(term.Factor)));
        var symbols = _terms.Select(SymbolsOf).Aggregate(Common);
        var common = symbols.Aggregate((Dim)1, (product, symbol) => product * Dim.Symbol(symbol));
        var rest = new Offset(_terms.Select(term => Without(term, symbols).WithFactor(term.Factor / factor)));
        return (common * Dim.Symbol(Derivation.Sum(rest))).WithFactor(factor);
    }

    /// <summary>The number at given sizes of the symbols that inputs bind.</summary>
    public long At(Func<string, long> size) => _terms.Sum(term => SymbolsOf(term).Aggregate(term.Factor, (product, symbol) =>
    {
        if (!Derivation.IsQuotient(symbol))
            return checked(product * size(symbol));
        var (sum, divisor) = Derivation.Parts(symbol);
        return checked(product * FloorOf(sum.At(size), divisor));
    }));

    /// <summary>Whether it is 0 or more for some sizes.</summary>
    public bool MayBeNatural => _terms.Any(term => !term.IsConstant && term.Factor > 0) || At(_ => 1) >= 0;

    /// <summary>The symbols that inputs bind and that it depends on.</summary>
    public IEnumerable<string> Symbols => _terms.SelectMany(SymbolsOf)
        .SelectMany(symbol => Derivation.IsQuotient(symbol) ? Derivation.Parts(symbol).Sum.Symbols : [symbol]).Distinct();

    /// <inheritdoc/>
    public bool Equals(Offset? other) => other is not null && _terms.SequenceEqual(other._terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Offset);

    /// <inheritdoc/>
    public override int GetHashCode() => _terms.Aggregate(17, (hash, term) => unchecked((hash * 31) + term.GetHashCode()));

    /// <summary><c>3·T + 8</c>.</summary>
    public override string ToString() => IsZero ? "0" : string.Join(" + ", _terms);

    private static IEnumerable<Dim> Expanded(Dim term) => !SymbolsOf(term).Any(Derivation.IsSum) ? [term]
        : SymbolsOf(term).Aggregate(new[] { Dim.FromInt32(1).WithFactor(term.Factor) }.AsEnumerable(), (terms, symbol) =>
            Derivation.IsSum(symbol) ? terms.SelectMany(left => Derivation.Terms(symbol).Select(right => left * right))
                : terms.Select(left => left * Dim.Symbol(symbol)));

    private static string[] SymbolsOf(Dim term) => term.IsConstant ? [] : term.Symbols.Split('·');

    private static string[] Common(string[] left, string[] right)
    {
        var rest = right.ToList();
        return [.. left.Where(rest.Remove)];
    }

    private static Dim Without(Dim term, string[] symbols)
    {
        var rest = SymbolsOf(term).ToList();
        foreach (string symbol in symbols)
            rest.Remove(symbol);
        return rest.Aggregate((Dim)1, (product, symbol) => product * Dim.Symbol(symbol));
    }

    private static long GreatestDivisor(long a, long b) => b == 0 ? a : GreatestDivisor(b, a % b);

    private static long FloorOf(long number, long divisor) => (number / divisor) - (number % divisor < 0 ? 1 : 0);
}
