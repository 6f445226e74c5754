namespace TensorDsl.Generator.Emission;

/// <summary>Sizes and numbers as C# expressions.</summary>
internal static class Text
{
    /// <summary>A size as a product of its factor and its symbols' variables: <c>128 * b * t</c>.</summary>
    public static string Of(Dim size)
    {
        var factors = Symbols(size).Select(Variable).ToList();
        if (size.Factor != 1 || factors.Count == 0)
            factors.Insert(0, size.Factor.ToString(CultureInfo.InvariantCulture));
        return string.Join(" * ", factors);
    }

    /// <summary>A sum of sizes.</summary>
    public static string Of(Offset offset) => string.Join(" + ", offset.Terms.Select(Of).DefaultIfEmpty("0"));

    /// <summary>An address's end: <c> + 3 + 8 * t</c>, nothing for 0.</summary>
    public static string Beyond(Offset offset) => string.Concat(offset.Terms.Select(term => " + " + Of(term)));

    /// <summary>As a factor of a product.</summary>
    public static string Factor(Dim size) => Of(size) is var text && text.Contains(' ') ? $"({text})" : text;

    /// <summary>The symbols of a size.</summary>
    public static IEnumerable<string> Symbols(Dim size) => size.Symbols.Split('·').Where(symbol => symbol.Length > 0);

    /// <summary>The variable that holds a symbol's size.</summary>
    public static string Variable(string symbol) => Derivation.Is(symbol) ? Derived(symbol)
        : Names.Lower(symbol) is var name && Names.IsTaken(name) ? "size" + Names.Upper(symbol) : name;

    /// <summary>The variable that points to what the caller hands in under a name.</summary>
    public static string Pointer(string input) => Names.Lower(input) is var name && Names.IsTaken(name) ? "the" + Names.Upper(input) : name;

    /// <summary>The variable that holds the rounded product of a section's symbols.</summary>
    public static string Section(string symbols) => string.Concat(symbols.Split('·').Select(Variable)) + "Units";

    // T-1 is tMinus1, and (T+1)/2 is tPlus1Over2.
    private static string Derived(string symbol)
    {
        string name = string.Concat(symbol.Select(c => c switch
        {
            '+' => "Plus",
            '-' => "Minus",
            '*' => "Times",
            '/' => "Over",
            '(' or ')' => "",
            _ => c.ToString(),
        }));
        return Names.Lower(char.IsDigit(name[0]) ? "times" + name : name);
    }

    /// <summary>A float literal.</summary>
    public static string Literal(double value) => value switch
    {
        double.PositiveInfinity => "float.PositiveInfinity",
        double.NegativeInfinity => "float.NegativeInfinity",
        _ when double.IsNaN(value) => "float.NaN",
        _ => ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f",
    };
}
