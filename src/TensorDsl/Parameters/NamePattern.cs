using System.IO.Enumeration;

namespace TensorDsl;

/// <summary>
/// Selects parameters by name: <c>*</c> stands for any characters, dots included, and <c>?</c> for one;
/// <c>layers.*.bias</c> is every bias of every layer.
/// </summary>
public static class NamePattern
{
    /// <summary>The pattern that every name matches.</summary>
    public const string All = "*";

    /// <summary>Whether a name matches a pattern as a whole; case counts.</summary>
    public static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
