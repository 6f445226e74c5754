namespace TensorDsl;

/// <summary>
/// A size: a number, or a symbol such as <c>B</c> that the inputs bind at run time, or a product of both. A sum of those,
/// such as <c>T-1</c>, is a symbol as well, which stands for the number that follows from its parts. A size read from a
/// definition remembers how it was written, so that an error can say <c>Heads 8 × DV 64 = 512</c>.
/// </summary>
public readonly struct Dim : IEquatable<Dim>
{
    private readonly string? _symbols;
    private readonly string? _label;

    private Dim(long factor, string? symbols, string? label)
    {
        Factor = factor;
        _symbols = symbols;
        _label = label;
    }

    /// <summary>The number, or the numeric factor beside the symbols.</summary>
    public long Factor { get; }

    /// <summary>The symbols in alphabetical order, joined by <c>·</c>; empty for a number.</summary>
    public string Symbols => _symbols ?? "";

    /// <summary>Whether the size is a number.</summary>
    public bool IsConstant => Symbols.Length == 0;

    /// <summary>The number of a constant size.</summary>
    /// <exception cref="InvalidOperationException">The size has a symbol.</exception>
    public int Value => IsConstant
        ? checked((int)Factor)
        : throw new InvalidOperationException($"The size {this} is known at run time only.");

    /// <summary>Whether the size is the number 1, which broadcasts.</summary>
    public bool IsOne => IsConstant && Factor == 1;

    /// <summary>The same size without the memory of how it was written.</summary>
    public Dim Plain => new(Factor, _symbols, null);

    /// <summary>Whether the size was written as a product, such as <c>Heads 8 × DV 64</c>.</summary>
    public bool IsWrittenProduct => _label?.Contains(" × ") ?? false;

    /// <summary>The size as one would write it: its name, or its number; null where it has no such form.</summary>
    internal string? Written => !IsConstant ? null
        : _label is null ? Number()
        : _label.All(c => char.IsLetterOrDigit(c) || c == '_') ? _label
        : null;

    /// <summary>A size bound at run time.</summary>
    public static Dim Symbol(string name) => new(1, name, null);

    /// <summary>A number that was written as <paramref name="label"/>.</summary>
    public static Dim Labelled(long value, string label) => new(value, null, label);

    /// <summary>A plain number.</summary>
    public static implicit operator Dim(int value) => new(value, null, null);

    /// <summary>A plain number.</summary>
    public static Dim FromInt32(int value) => value;

    /// <summary>Another multiple of the same symbols.</summary>
    internal Dim WithFactor(long factor) => new(factor, _symbols, null);

    /// <summary>The product; a product of written factors shows them.</summary>
    public static Dim operator *(Dim left, Dim right)
    {
        if (left.Factor == 0 || right.Factor == 0)
            return 0;
        string symbols = string.Join("·", $"{left.Symbols}·{right.Symbols}".Split('·')
            .Where(s => s.Length > 0).OrderBy(s => s, StringComparer.Ordinal));
        string? label = left._label is null && right._label is null ? null : $"{left.AsFactor()} × {right.AsFactor()}";
        return new Dim(checked(left.Factor * right.Factor), symbols, label);
    }

    /// <summary>The product.</summary>
    public static Dim Multiply(Dim left, Dim right) => left * right;

    /// <summary>The sum: <c>T+S</c>, or a number.</summary>
    public static Dim operator +(Dim left, Dim right) => right.Factor == 0 ? left : ((Offset)left + right).ToDim();

    /// <summary>The sum.</summary>
    public static Dim Add(Dim left, Dim right) => left + right;

    /// <summary>The difference: <c>T-1</c>, or a number.</summary>
    public static Dim operator -(Dim left, Dim right) => right.Factor == 0 ? left : ((Offset)left - right).ToDim();

    /// <summary>The difference.</summary>
    public static Dim Subtract(Dim left, Dim right) => left - right;

    /// <summary>Whether both are the same number of the same symbols, however written.</summary>
    public static bool operator ==(Dim left, Dim right) => left.Equals(right);

    /// <summary>Whether the sizes differ.</summary>
    public static bool operator !=(Dim left, Dim right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Dim other) => Factor == other.Factor && Symbols == other.Symbols;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dim other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Factor.GetHashCode() ^ StringComparer.Ordinal.GetHashCode(Symbols);

    /// <summary><c>512</c>, <c>B</c>, <c>DModel = 500</c> or <c>Heads 8 × DV 64 = 512</c>.</summary>
    public override string ToString() => _label is null ? Number() : $"{_label} = {Number()}";

    private string Number() => IsConstant ? FormattableString.Invariant($"{Factor}")
        : Factor == 1 && !Symbols.Contains('·') ? Symbols
        : (Factor == 1 ? "" : FormattableString.Invariant($"{Factor}·")) + string.Join("·", Symbols.Split('·').Select(Derivation.AsFactor));

    private string AsFactor() => _label is null ? Number()
        : IsWrittenProduct ? _label
        : $"{_label} {Number()}";
}
