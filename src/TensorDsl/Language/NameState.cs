namespace TensorDsl;

/// <summary>Which names were given, outside any scope.</summary>
/// <param name="outermost">The outermost scope.</param>
/// <param name="owned">The full names of parameters.</param>
/// <param name="looks">The names of taps and patches.</param>
internal sealed class NameState(NameScope outermost, HashSet<string> owned, HashSet<string> looks)
{
    /// <summary>How often each name was given.</summary>
    public IReadOnlyDictionary<string, int> Seen { get; } = new Dictionary<string, int>(outermost.Seen);

    /// <summary>The full names of shared scopes.</summary>
    public IReadOnlyDictionary<string, string> Shared { get; } = new Dictionary<string, string>(outermost.Shared);

    /// <summary>The full names of parameters.</summary>
    public IReadOnlyCollection<string> Owned { get; } = new HashSet<string>(owned);

    /// <summary>The names of taps and patches.</summary>
    public IReadOnlyCollection<string> Looks { get; } = new HashSet<string>(looks);

    /// <summary>Whether blocks and parameters were given the same names.</summary>
    public bool Matches(NameState other) => Seen.Count == other.Seen.Count && Owned.Count == other.Owned.Count
        && Seen.All(pair => other.Seen.TryGetValue(pair.Key, out int count) && count == pair.Value)
        && Owned.All(name => ((HashSet<string>)other.Owned).Contains(name));
}
