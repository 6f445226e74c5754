using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes the sizes that follow from others, and what sizes must keep to.</summary>
internal static class SizeWriter
{
    /// <summary>Declares the variables of derived sizes.</summary>
    public static void Declare(CodeWriter code, IEnumerable<string> derived, bool isChecked = false)
    {
        foreach (string symbol in derived)
        {
            var (sum, divisor) = DerivedSizes.Parts(symbol);
            string value = divisor == 1 ? Sum(sum) : $"({Sum(sum)}) / {divisor.ToString(CultureInfo.InvariantCulture)}";
            code.Line($"int {Text.Variable(symbol)} = {(isChecked ? $"checked({value})" : value)};");
        }
    }

    /// <summary>The least size of each symbol that has one.</summary>
    public static SortedDictionary<string, int> Least(IEnumerable<SizeRule> rules)
    {
        var least = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (symbol, value) in rules.Select(rule => rule.Least).OfType<(string Symbol, int Value)>())
            least[symbol] = Math.Max(value, least.TryGetValue(symbol, out int known) ? known : 1);
        return least;
    }

    /// <summary>Checks the rules; each size itself is known to be at least 1.</summary>
    public static void Check(CodeWriter code, IReadOnlyList<SizeRule> rules)
    {
        foreach (var least in Least(rules))
        {
            string variable = Text.Variable(least.Key), value = least.Value.ToString(CultureInfo.InvariantCulture);
            code.Line($"Generated.CheckRule({variable} >= {value}, \"{least.Key} must be at least {value}\", nameof({variable}));");
        }

        foreach (var rule in rules.Where(rule => rule.Least is null))
            code.Line($"Generated.CheckRule({Sum(rule.Rest, "L")} >= 0, \"{Words(rule.Rest)}\", null);");
    }

    /// <summary>Writes the method that the checks call.</summary>
    public static void WriteCheck(CodeWriter code)
    {
        code.Line();
        code.Block("public static void CheckRule(bool holds, string rule, string? name)", () =>
        {
            code.Line("if (!holds)");
            code.Line("    throw new ArgumentException(rule + \".\", name);");
        });
    }

    // T-S must be at least 1; T+S must be at most 64.
    private static string Words(Offset rest)
    {
        int constant = (int)rest.Terms.Where(term => term.IsConstant).Sum(term => term.Factor);
        var sum = rest + -constant;
        return sum.Terms.All(term => term.Factor < 0)
            ? FormattableString.Invariant($"{Derivation.Sum(sum * -1)} must be at most {constant}")
            : FormattableString.Invariant($"{Derivation.Sum(sum)} must be at least {-constant}");
    }

    private static string Sum(Offset sum, string suffix = "")
    {
        string text = "";
        foreach (var term in sum.Terms)
        {
            string size = Text.Of(term.WithFactor(Math.Abs(term.Factor)));
            if (suffix.Length > 0)
                size = term.IsConstant ? size + suffix : $"(long){size.Replace(" * ", " * (long)")}";
            text += text.Length == 0 ? (term.Factor < 0 ? "-" : "") + size : (term.Factor < 0 ? " - " : " + ") + size;
        }

        return text;
    }
}
