namespace TensorDsl;

/// <summary>A whole number made of sizes: a sum such as T − 1, or a distance in memory such as 3·T + 8.</summary>
internal sealed class Offset : IEquatable<Offset>
{
    private readonly Dim[] _terms;

    private Offset(IEnumerable<Dim> terms) => _terms = [.. terms.GroupBy(term => term.Symbols)
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

    /// <inheritdoc/>
    public bool Equals(Offset? other) => other is not null && _terms.SequenceEqual(other._terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Offset);

    /// <inheritdoc/>
    public override int GetHashCode() => _terms.Aggregate(17, (hash, term) => unchecked((hash * 31) + term.GetHashCode()));

    /// <summary><c>3·T + 8</c>.</summary>
    public override string ToString() => IsZero ? "0" : string.Join(" + ", _terms);
}
