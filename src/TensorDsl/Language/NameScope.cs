namespace TensorDsl;

/// <summary>One open scope of <see cref="NameScopes"/>.</summary>
/// <param name="prefix">What the full names in it begin with: the names of the scopes around, with a dot behind each.</param>
/// <param name="place">The same for its place in the definition, which no other scope has, whatever parameters they share.</param>
/// <param name="depth">How many loops have parameters of their own here for each iteration.</param>
internal sealed class NameScope(string prefix, string place, int depth)
{
    public string Prefix => prefix;

    public string Place => place;

    public int Depth => depth;

    /// <summary>Whether it is that of a loop's iteration and not of a block.</summary>
    public bool IsIteration { get; init; }

    /// <summary>How often each name was given, and, with # behind it, that of a shared scope used.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    /// <summary>The full names of the shared scopes in it.</summary>
    public Dictionary<string, string> Shared { get; } = [];

    /// <summary>The place of a loop in it, of that full name.</summary>
    public string PlaceOf(string loop) => place + loop.Substring(prefix.Length) + ".";

    /// <summary>The name of the next use of a shared scope, which is no block's.</summary>
    public string Use(string name)
    {
        string use = name + "#";
        Seen[use] = Seen.TryGetValue(use, out int before) ? before + 1 : 1;
        return FormattableString.Invariant($"{use}{Seen[use]}");
    }
}
