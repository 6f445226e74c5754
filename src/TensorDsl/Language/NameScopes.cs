namespace TensorDsl;

/// <summary>
/// Gives parameters their stable dotted names: each block opens a scope, the second of the same name in one scope gets
/// a 2, and a loop's scope carries the layer's index.
/// </summary>
internal sealed class NameScopes
{
    private readonly Stack<(string Prefix, Dictionary<string, int> Seen)> _scopes = new();

    private readonly HashSet<string> _owned = [];

    public NameScopes() => _scopes.Push(("", new Dictionary<string, int>()));

    /// <summary>The dotted path of the open scopes, empty outside any.</summary>
    public string Path => _scopes.Peek().Prefix.TrimEnd('.');

    /// <summary>Opens a scope of its own for a block; disposing it closes it.</summary>
    public IDisposable Open(string name)
    {
        _scopes.Push((Unique(name) + ".", new Dictionary<string, int>()));
        return new Closing(_scopes);
    }

    /// <summary>Opens the scope of one index of a loop whose name <see cref="Unique"/> gave.</summary>
    public IDisposable OpenIndex(string loop, string index)
    {
        _scopes.Push(($"{loop}.{index}.", new Dictionary<string, int>()));
        return new Closing(_scopes);
    }

    /// <summary>The full name for the next <paramref name="name"/> in the open scope.</summary>
    /// <exception cref="ShapeException">The name is malformed.</exception>
    public string Unique(string name)
    {
        var (prefix, seen) = _scopes.Peek();
        Checked(name);
        int count = seen.TryGetValue(name, out int before) ? before + 1 : 1;
        seen[name] = count;
        return prefix + (count == 1 ? name : FormattableString.Invariant($"{name}{count}"));
    }

    /// <summary>The full name for the parameter that the open scope calls <paramref name="name"/>.</summary>
    /// <exception cref="ShapeException">The name is malformed, or another parameter has it.</exception>
    public string Own(string name)
    {
        string fullName = _scopes.Peek().Prefix + Checked(name);
        return _owned.Add(fullName) ? fullName : throw ShapeException.NameCollision(fullName);
    }

    private static string Checked(string name) =>
        name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? name
            : throw ShapeException.InvalidName(name);

    private sealed class Closing(Stack<(string, Dictionary<string, int>)> scopes) : IDisposable
    {
        public void Dispose() => scopes.Pop();
    }
}
