namespace TensorDsl;

/// <summary>
/// How a symbol is written whose size follows from others: a sum such as <c>T-1</c>, <c>T+S</c> or <c>B*T+2H</c>, or a
/// quotient, rounded down, such as <c>(T+1)/2</c>. Equal sums are written the same, so such symbols are equal where they
/// are written the same.
/// </summary>
internal static class Derivation
{
    /// <summary>Whether the symbol is a sum.</summary>
    public static bool IsSum(string symbol) => Split(symbol, "+-").Count > 1;

    /// <summary>Whether the symbol is a quotient.</summary>
    public static bool IsQuotient(string symbol) => symbol.StartsWith("(", StringComparison.Ordinal) && !IsSum(symbol);

    /// <summary>Whether the symbol's size follows from others, instead of being bound by an input.</summary>
    public static bool Is(string symbol) => IsQuotient(symbol) || IsSum(symbol);

    /// <summary>The terms of a sum.</summary>
    public static IEnumerable<Dim> Terms(string sum) => Split(sum, "+-").Select(Term);

    /// <summary>What a quotient divides, and by what.</summary>
    public static (Offset Sum, int Divisor) Parts(string quotient)
    {
        int end = quotient.LastIndexOf(")/", StringComparison.Ordinal);
        return (Dim.Symbol(quotient.Substring(1, end - 1)), (int)Number(quotient.Substring(end + 2)));
    }

    /// <summary>A sum's symbol.</summary>
    public static string Sum(Offset sum) => string.Concat(sum.Terms.Select((term, i) =>
        (term.Factor < 0 ? "-" : i > 0 ? "+" : "") + Term(term.WithFactor(Math.Abs(term.Factor)))));

    /// <summary>A quotient's symbol.</summary>
    public static string Quotient(Offset sum, int divisor) => FormattableString.Invariant($"({Sum(sum)})/{divisor}");

    /// <summary>A symbol as a factor of a product.</summary>
    public static string AsFactor(string symbol) => Is(symbol) ? $"({symbol})" : symbol;

    private static string Term(Dim term) => (term.Factor == 1 && !term.IsConstant ? "" : FormattableString.Invariant($"{term.Factor}"))
        + term.Symbols.Replace('·', '*');

    private static Dim Term(string text)
    {
        int sign = text[0] == '-' ? -1 : 1;
        text = text.TrimStart('+', '-');
        int digits = text.TakeWhile(char.IsDigit).Count();
        var number = Dim.FromInt32(1).WithFactor(digits == 0 ? sign : sign * Number(text.Substring(0, digits)));
        return digits == text.Length ? number
            : Split(text.Substring(digits), "*").Aggregate(number, (product, symbol) => product * Dim.Symbol(symbol.TrimStart('*')));
    }

    private static long Number(string digits) => digits.Aggregate(0L, (number, digit) => checked((number * 10) + (digit - '0')));

    // Cuts before each of the signs that is not in brackets.
    private static List<string> Split(string text, string signs)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (i == start || depth > 0 || signs.IndexOf(text[i]) < 0)
                continue;
            parts.Add(text.Substring(start, i - start));
            start = i;
        }

        parts.Add(text.Substring(start));
        return parts;
    }
}
