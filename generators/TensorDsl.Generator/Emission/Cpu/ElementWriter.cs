using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes the arithmetic of a step's maps, one statement a node, over vectors of one type at one column.</summary>
internal sealed class ElementWriter(CodeWriter code, Step step, RowContext context, bool hasColumn, string type, string column, string suffix = "")
{
    private readonly Dictionary<Node, string> _values = [];

    /// <summary>Values that are there already.</summary>
    public Dictionary<Node, string> Known => _values;

    /// <summary>The variable that holds the node's value; its arithmetic is written first.</summary>
    public string Value(Node node)
    {
        if (_values.TryGetValue(node, out string known))
            return known;
        if (context.Reload(node, type, column) is { } saved)
            return _values[node] = Declare(node, saved);
        if (node.IsAlias())
            return _values[node] = Operand(node.Inputs[0], node);
        var map = (MapNode)node;
        string[] operands = [.. map.Inputs.Select(input => Operand(input, map))];
        return _values[node] = Declare(node, Expression(map, operands));
    }

    /// <summary>An operand of a node, computed or read.</summary>
    public string Operand(Node operand, Node user)
    {
        if (context.Shared(operand, type) is { } shared)
            return shared;
        if (step.Members.Contains(operand))
            return Value(operand);
        if (Immediate.Number(View.Of(operand).Base, type) is { } number)
            return number;
        var access = Access.Of(operand, user, context.Space, hasColumn);
        return access.IsPerRow ? context.PerRow(access, type) : Load(access);
    }

    private string Load(Access access)
    {
        string at = context.Times(column, access.ColumnStride);
        return Immediate.From(access.Base, type, $"{context.Offset(access)} + {at}", context.Parameter) ?? context.Load(access, type, at);
    }

    // A division by what the row shares is a multiplication by its reciprocal, taken once.
    private string Expression(MapNode map, string[] operands) =>
        map.Function == Function.Divide && context.Reciprocal(map.Inputs[1], type) is { } reciprocal
            ? $"{operands[0]} * {reciprocal}"
            : Operators.Of(map.Function, type, operands);

    private string Declare(Node node, string expression)
    {
        string name = FormattableString.Invariant($"v{step.Members.IndexOf(node)}{suffix}");
        code.Line($"var {name} = {expression};");
        return name;
    }
}
