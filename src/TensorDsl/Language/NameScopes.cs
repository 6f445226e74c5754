namespace TensorDsl;

/// <summary>
/// Gives parameters their stable dotted names: each block opens a scope, the second of the same name in one scope gets
/// a 2, and a loop's scope carries the layer's index.
/// </summary>
internal sealed class NameScopes
{
    // Members that every class has.
    private static readonly HashSet<string> Reserved =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "TapSet", "PatchSet", "Clear"];

    private readonly Stack<(string Prefix, string Place, Dictionary<string, int> Seen)> _scopes = new();

    private readonly HashSet<string> _owned = [];

    private readonly HashSet<string> _looks = [];

    private int _shared;

    public NameScopes() => _scopes.Push(("", "", new Dictionary<string, int>()));

    /// <summary>The dotted path of the open scopes, empty outside any.</summary>
    public string Path => _scopes.Peek().Prefix.TrimEnd('.');

    /// <summary>Whether a loop is open whose iterations share their parameters; layers in it are written out.</summary>
    public bool IsShared => _shared > 0;

    /// <summary>Opens a scope of its own for a block; disposing it closes it.</summary>
    public IDisposable Open(string name)
    {
        string place = Place(name, out string fullName);
        _scopes.Push((fullName + ".", place + ".", new Dictionary<string, int>()));
        return new Closing(this);
    }

    /// <summary>Opens the scope of one index of a loop whose name <see cref="Unique"/> gave.</summary>
    public IDisposable OpenIndex(string loop, string index)
    {
        var (prefix, place, _) = _scopes.Peek();
        string any = IsShared ? index : "*";
        _scopes.Push(($"{loop}.{index}.", $"{place}{loop.Substring(prefix.Length)}.{any}.", new Dictionary<string, int>()));
        return new Closing(this);
    }

    /// <summary>The name of the next <paramref name="name"/> in the open scope, the same in all iterations of the loops around.</summary>
    /// <exception cref="ShapeException">The name is malformed.</exception>
    public string Place(string name) => Place(name, out _);

    /// <summary>
    /// Opens the scope of a loop whose iterations share their parameters, and whose name <see cref="Unique"/> gave.
    /// <paramref name="again"/>, it gives the same names as the iteration before.
    /// </summary>
    public IDisposable OpenShared(string loop, bool again)
    {
        if (again)
            _owned.RemoveWhere(name => name.StartsWith(loop + ".", StringComparison.Ordinal));
        var (prefix, place, _) = _scopes.Peek();
        _scopes.Push(($"{loop}.", $"{place}{loop.Substring(prefix.Length)}.", new Dictionary<string, int>()));
        _shared++;
        return new Closing(this, isShared: true);
    }

    /// <summary>The full name for the next <paramref name="name"/> in the open scope.</summary>
    /// <exception cref="ShapeException">The name is malformed.</exception>
    public string Unique(string name)
    {
        var (prefix, _, seen) = _scopes.Peek();
        Checked(name);
        int count = seen.TryGetValue(name, out int before) ? before + 1 : 1;
        // A block may be called what a number would make of another one's name.
        while (count > 1 && seen.ContainsKey(Numbered(name, count)))
            count++;
        string unique = count == 1 ? name : Numbered(name, count);
        seen[name] = count;
        if (count > 1)
            seen[unique] = 1;
        return prefix + unique;
    }

    /// <summary>The full name for the parameter that the open scope calls <paramref name="name"/>.</summary>
    /// <exception cref="ShapeException">The name is malformed, or another parameter has it.</exception>
    public string Own(string name)
    {
        string fullName = _scopes.Peek().Prefix + Checked(name);
        return _owned.Add(fullName) ? fullName : throw ShapeException.NameCollision(fullName);
    }

    /// <summary>
    /// Takes a name for a tap or a patch. They have one each, whatever block they stand in, but in another iteration of a
    /// loop, another <paramref name="moment"/>, it comes again.
    /// </summary>
    /// <exception cref="ShapeException">The name is malformed or reserved, or another one of the kind has it.</exception>
    public void Look(string kind, string name, string moment)
    {
        string property = char.ToUpperInvariant(Checked(name)[0]) + name.Substring(1);
        if (Reserved.Contains(property))
            throw ShapeException.LookName(kind, name, isReserved: true);
        if (!_looks.Add($"{kind} {property} {moment}"))
            throw ShapeException.LookName(kind, name, isReserved: false);
    }

    /// <summary>Which names were given so far; null inside a scope.</summary>
    public NameState? Save() => _scopes.Count == 1 ? new NameState(_scopes.Peek().Seen, _owned, _looks) : null;

    /// <summary>Goes on as if the names of <paramref name="state"/> had been given; outside any scope.</summary>
    public void Restore(NameState state)
    {
        var seen = _scopes.Peek().Seen;
        foreach (var pair in state.Seen)
            seen[pair.Key] = pair.Value;
        _owned.UnionWith(state.Owned);
        _looks.UnionWith(state.Looks);
    }

    private string Place(string name, out string fullName)
    {
        var (prefix, place, _) = _scopes.Peek();
        fullName = Unique(name);
        return place + fullName.Substring(prefix.Length);
    }

    private static string Numbered(string name, int count) => FormattableString.Invariant($"{name}{count}");

    private static string Checked(string name) =>
        name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? name
            : throw ShapeException.InvalidName(name);

    private sealed class Closing(NameScopes names, bool isShared = false) : IDisposable
    {
        public void Dispose()
        {
            names._scopes.Pop();
            names._shared -= isShared ? 1 : 0;
        }
    }
}
