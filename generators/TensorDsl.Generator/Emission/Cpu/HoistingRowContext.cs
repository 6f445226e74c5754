using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Declares before a row's columns, once, whatever all of them use: addresses, shared values, reciprocals.</summary>
internal sealed class HoistingRowContext(Space space, KernelParameters parameters, RowStep step, IReadOnlyDictionary<Node, int> saved)
    : RowContext(space, parameters, "r", "r")
{
    private readonly Dictionary<Node, string> _shared = [];
    private readonly Dictionary<string, string> _declared = [];
    private readonly List<string> _pending = [];
    private readonly List<Node> _scratch = [];

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

    public override string Address(Access access) => base.Address(access) is var address && address != Parameter(access.Base)
        ? Declared($"{(access.Base is ValuesNode ? "int*" : "float*")} {{0}} = {address};", "x")
        : address;

    public override string? Shared(Node operand, string type)
    {
        if (!_shared.TryGetValue(operand, out string variable))
            return null;
        return type == "Cpu::F1" ? variable : Wide(variable);
    }

    public override string? Reciprocal(Node operand, string type)
    {
        if (Shared(operand, "Cpu::F1") is not { } variable)
            return null;
        string reciprocal = Declared($"var {{0}} = Cpu::F1.Broadcast(1f) / {variable};", "q");
        return type == "Cpu::F1" ? reciprocal : Wide(reciprocal);
    }

    public override string PerRow(Access access, string type)
    {
        string value = Immediate.At(access.Base, "Cpu::F1", Offset(access), Parameter)
            ?? $"Cpu::F1.{(access.Base is ValuesNode ? "LoadInt" : "Load")}({Address(access)})";
        string variable = Declared($"var {{0}} = {value};", "s");
        return type == "Cpu::F1" ? variable : Wide(variable);
    }

    public override string? Reload(Node node, string type, string column) =>
        saved.TryGetValue(node, out int pass) && pass < Pass ? $"{type}.Load({Pointers.Beyond(SaveAddress(node, null), column)})" : null;

    /// <summary>Where a value is saved for later passes: its own memory, or the worker's.</summary>
    public string SaveAddress(Node node, Access? own)
    {
        if (step.Stored.Contains(node))
        {
            if (own is not null)
                _declared[$"own {step.Members.IndexOf(node)}"] = Address(own);
            return _declared[$"own {step.Members.IndexOf(node)}"];
        }

        if (!_scratch.Contains(node))
            _scratch.Add(node);
        return Declared($"float* {{0}} = {Pointers.Beyond("w.Scratch", $"{_scratch.IndexOf(node)} * {Text.Factor(Space.Column)}")};", "x");
    }

    private string Wide(string variable) => Declared($"var {{0}} = V.Broadcast(Cpu::F1.HorizontalSum({variable}));", "w");

    private string Declared(string declaration, string prefix)
    {
        if (_declared.TryGetValue(declaration, out string known))
            return known;
        string name = FormattableString.Invariant($"{prefix}{_declared.Count}");
        _pending.Add(declaration.Replace("{0}", name));
        return _declared[declaration] = name;
    }
}
