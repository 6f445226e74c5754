using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Generator.Emission;

/// <summary>The user's names as those of variables and fields, apart from the names that generated code gives itself.</summary>
internal static class Names
{
    private static readonly HashSet<string> Taken =
    [
        "accumulated", "arena", "batch", "call", "column", "dropoutSeed", "from", "gradients", "i", "isWanted", "o", "parameters", "r", "rounded", "roundedArena", "row", "state", "storage",
        "to", "value", "w",
    ];

    // v1, p0, sum3Row …: what kernels call their values, addresses, axes and sums.
    private static readonly Regex Numbered = new("^([noprqsvwx]|sum)[0-9]", RegexOptions.CultureInvariant);

    // tMinus1, tPlusS: sizes that follow from others.
    private static readonly Regex Derived = new("[a-z0-9](Plus|Minus|Times|Over)[A-Z0-9]", RegexOptions.CultureInvariant);

    /// <summary>As a variable: the first letter small. Unfinished code has parameters without a name.</summary>
    public static string Lower(string name) => name.Length == 0 ? "unnamed" : char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>As a field: the first letter a capital.</summary>
    public static string Upper(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>Whether generated code uses the name itself, as kernels do those with a bar in front, or C# does.</summary>
    public static bool IsTaken(string variable) => variable[0] == '_' || Taken.Contains(variable) || Numbered.IsMatch(variable) || Derived.IsMatch(variable)
        || SyntaxFacts.GetKeywordKind(variable) != SyntaxKind.None;
}
