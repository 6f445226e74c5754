namespace TensorDsl;

/// <summary>
/// Gives parameters their stable dotted names: each block opens a scope, the second of the same name in one scope gets
/// a 2, and a loop's scope carries the layer's index. A shared scope opens again under the name that it had.
/// </summary>
internal sealed class NameScopes
{
    // Members that every class has.
    private static readonly HashSet<string> Reserved =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "TapSet", "PatchSet", "Clear"];

    private readonly Stack<NameScope> _scopes = new();

    private readonly HashSet<string> _owned = [];

    private readonly HashSet<string> _looks = [];

    private readonly Dictionary<string, (Dim Count, bool IsWrittenOut)> _loops = [];

    private readonly Dictionary<string, (Shape Shape, Initializer Init)> _parameters = [];

    private int _shared;

    public NameScopes() => _scopes.Push(new NameScope("", "", 0));

    /// <summary>The dotted path of the open scopes, empty outside any.</summary>
    public string Path => _scopes.Peek().Place.TrimEnd('.');

    /// <summary>Whether a loop is open whose iterations share their parameters; layers in it are written out.</summary>
    public bool IsShared => _shared > 0;

    /// <summary>How many of the open loops have parameters of their own for each iteration, here.</summary>
    public int Depth => _scopes.Peek().Depth;

    /// <summary>Opens a scope of its own for a block; disposing it closes it.</summary>
    public IDisposable Open(string name)
    {
        string place = Place(name, out string fullName);
        return Push(new NameScope(fullName + ".", place + ".", Depth));
    }

    /// <summary>
    /// Opens a scope that several places share: in one block, whatever loops run in it, the same <paramref name="name"/> opens
    /// the same scope.
    /// </summary>
    public IDisposable Share(string name)
    {
        var open = _scopes.Peek();
        var block = _scopes.First(scope => !scope.IsIteration);
        if (block.Shared.TryGetValue(name, out string? fullName))
            Forget(fullName);
        else
            block.Shared[name] = fullName = Unique(name, block);

        // Loops outside the scope do not count in it.
        bool leavesLoops = block.Depth < open.Depth;
        _shared += leavesLoops ? 1 : 0;
        return Push(new NameScope(fullName + ".", open.Place + open.Use(name) + ".", block.Depth), leavesLoops);
    }

    /// <summary>Opens the scope of one index of a loop whose name <see cref="Loop"/> gave.</summary>
    public IDisposable OpenIndex(string loop, string index)
    {
        var around = _scopes.Peek();
        string any = IsShared ? index : "*";
        return Push(new NameScope($"{loop}.{index}.", around.PlaceOf(loop) + any + ".", around.Depth + (IsShared ? 0 : 1)) { IsIteration = true });
    }

    /// <summary>The name of the next <paramref name="name"/> in the open scope, the same in all iterations of the loops around.</summary>
    /// <exception cref="ShapeException">The name is malformed.</exception>
    public string Place(string name) => Place(name, out _);

    /// <summary>
    /// Opens the scope of a loop whose iterations share their parameters, and whose name <see cref="Unique(string)"/> gave.
    /// <paramref name="again"/>, it gives the same names as the iteration before.
    /// </summary>
    public IDisposable OpenShared(string loop, bool again)
    {
        if (again)
            Forget(loop);
        var around = _scopes.Peek();
        _shared++;
        return Push(new NameScope($"{loop}.", around.PlaceOf(loop), around.Depth) { IsIteration = true }, isShared: true);
    }

    /// <summary>The full name for the next loop <paramref name="name"/>, whose iterations have parameters of their own.</summary>
    /// <exception cref="ShapeException">The name is malformed, or stands for another number of iterations where it is shared.</exception>
    public string Loop(string name, Dim count)
    {
        string loop = Unique(name);
        if (!_loops.TryGetValue(loop, out var known))
            _loops[loop] = (count, IsShared);
        else if (known.Count != count)
            throw ShapeException.SharedLoop(loop, known.Count, count);
        else if (known.IsWrittenOut != IsShared)
            throw ShapeException.SharedInLoop(loop);
        return loop;
    }

    /// <summary>The full name for the next <paramref name="name"/> in the open scope.</summary>
    /// <exception cref="ShapeException">The name is malformed.</exception>
    public string Unique(string name) => Unique(name, _scopes.Peek());

    /// <summary>The full name for the parameter that the open scope calls <paramref name="name"/>.</summary>
    /// <exception cref="ShapeException">The name is malformed, another parameter has it, or places that share it differ in it.</exception>
    public string Own(string name, Shape shape, Initializer init)
    {
        string fullName = _scopes.Peek().Prefix + Checked(name);
        if (!_owned.Add(fullName))
            throw ShapeException.NameCollision(fullName);
        if (!_parameters.TryGetValue(fullName, out var known))
            _parameters[fullName] = (shape, init);
        else
            Agree(fullName, known.Shape, known.Init, shape, init);
        return fullName;
    }

    /// <summary>Checks that two places that share a parameter ask for the same one.</summary>
    /// <exception cref="ShapeException">They do not.</exception>
    public static void Agree(string fullName, Shape known, Initializer knownInit, Shape shape, Initializer init)
    {
        if (!known.Equals(shape))
            throw ShapeException.SharedShape(fullName, known, shape);
        if (knownInit != init)
            throw ShapeException.SharedInitializer(fullName, knownInit, init);
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
    public NameState? Save() => _scopes.Count == 1 ? new NameState(_scopes.Peek(), _owned, _looks) : null;

    /// <summary>Goes on as if the names of <paramref name="state"/> had been given; outside any scope.</summary>
    public void Restore(NameState state)
    {
        var scope = _scopes.Peek();
        foreach (var pair in state.Seen)
            scope.Seen[pair.Key] = pair.Value;
        foreach (var pair in state.Shared)
            scope.Shared[pair.Key] = pair.Value;
        _owned.UnionWith(state.Owned);
        _looks.UnionWith(state.Looks);
    }

    private string Place(string name, out string fullName)
    {
        fullName = Unique(name);
        var scope = _scopes.Peek();
        return scope.Place + fullName.Substring(scope.Prefix.Length);
    }

    private static string Unique(string name, NameScope scope)
    {
        var seen = scope.Seen;
        Checked(name);
        int count = seen.TryGetValue(name, out int before) ? before + 1 : 1;
        // A block may be called what a number would make of another one's name.
        while (count > 1 && seen.ContainsKey(Numbered(name, count)))
            count++;
        string unique = count == 1 ? name : Numbered(name, count);
        seen[name] = count;
        if (count > 1)
            seen[unique] = 1;
        return scope.Prefix + unique;
    }

    // The parameters of a scope that opens again come again.
    private void Forget(string scope) => _owned.RemoveWhere(name => name.StartsWith(scope + ".", StringComparison.Ordinal));

    private Closing Push(NameScope scope, bool isShared = false)
    {
        _scopes.Push(scope);
        return new Closing(this, isShared);
    }

    private static string Numbered(string name, int count) => FormattableString.Invariant($"{name}{count}");

    private static string Checked(string name) =>
        name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? name
            : throw ShapeException.InvalidName(name);

    private sealed class Closing(NameScopes names, bool isShared) : IDisposable
    {
        public void Dispose()
        {
            names._scopes.Pop();
            names._shared -= isShared ? 1 : 0;
        }
    }
}
