using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>The same where a group computes a row: what all its elements use is declared before them, once.</summary>
internal sealed class RowGroupContext(Space space, ViewParameters parameters, RowStep step, IReadOnlyDictionary<Node, int> saved)
    : ViewContext(space, parameters)
{
    private readonly Dictionary<Node, string> _shared = [];
    private readonly Dictionary<string, string> _declared = [];
    private readonly List<string> _pending = [];

    /// <summary>The pass that is being written.</summary>
    public int Pass { get; set; }

    /// <summary>Tells where a member's value per row is.</summary>
    public void Share(Node node, string variable) => _shared[node] = variable;

    /// <summary>Writes the declarations that were asked for since.</summary>
    public void Flush(CodeWriter code)
    {
        foreach (string line in _pending)
            code.Line(line);
        _pending.Clear();
    }

    public override string? Shared(Node operand, string type) => _shared.TryGetValue(operand, out string variable) ? variable : null;

    public override string? Reciprocal(Node operand, string type) => Shared(operand, type) is { } variable ? Declared($"1f / {variable}", "q") : null;

    public override string PerRow(Access access, string type) => Declared(base.PerRow(access, type), "s");

    public override string? Reload(Node node, string type, string column) =>
        saved.TryGetValue(node, out int pass) && pass < Pass ? Result(Access.OfResult(node, step, Space), column) : null;

    private string Declared(string value, string prefix)
    {
        if (_declared.TryGetValue(value, out string known))
            return known;
        string name = FormattableString.Invariant($"{prefix}{_declared.Count}");
        _pending.Add($"float {name} = {value};");
        return _declared[value] = name;
    }
}
