using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>
/// What the entry points gave, so that <c>Loss</c> shares the computation of <c>Logits</c> rather than repeating it when
/// it calls it with the same inputs. A parameter's name depends on those given before it, so these must be the same too;
/// and afterwards names and the bounds of sizes are as if the entry point had run.
/// </summary>
internal sealed class EntryResults(DefinitionProgram program)
{
    private readonly Dictionary<int, (object?[] Arguments, object? Result, NameState Before, NameState After, IReadOnlyDictionary<string, int> Bounds)> _results = [];

    public bool TryGet(int method, object?[] arguments, out object? result)
    {
        var names = Definition.Current.Names;
        bool known = _results.TryGetValue(method, out var entry)
            && names.Save() is { } before && before.Matches(entry.Before)
            && arguments.Zip(entry.Arguments, ReferenceEquals).All(same => same);
        if (known)
        {
            names.Restore(entry.After);
            Definition.Current.Bound(entry.Bounds);
        }

        result = known ? entry.Result : null;
        return known;
    }

    /// <summary>Keeps a result, given the names before the entry point ran and the bounds that it needs.</summary>
    public void Add(int method, object?[] arguments, object? result, NameState? before, IReadOnlyDictionary<string, int> bounds)
    {
        if (before is not null && Definition.Current.Names.Save() is { } after && program.EntryPoints.Any(entry => entry.Method == method))
            _results[method] = (arguments, result, before, after, bounds);
    }
}
