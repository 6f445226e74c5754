using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>
/// What the entry points gave, so that <c>Loss</c> shares the computation of <c>Logits</c> rather than repeating it when
/// it calls it with the same inputs.
/// </summary>
internal sealed class EntryResults(DefinitionProgram program)
{
    private readonly Dictionary<int, (object?[] Arguments, object? Result)> _results = [];

    public bool TryGet(int method, object?[] arguments, out object? result)
    {
        bool known = _results.TryGetValue(method, out var entry)
            && Definition.Current.Names.Path.Length == 0
            && arguments.Zip(entry.Arguments, ReferenceEquals).All(same => same);
        result = known ? entry.Result : null;
        return known;
    }

    public void Add(int method, object?[] arguments, object? result)
    {
        if (Definition.Current.Names.Path.Length == 0 && program.EntryPoints.Any(entry => entry.Method == method))
            _results[method] = (arguments, result);
    }
}
