using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes the kernel of a row step. Without reductions each thread computes one element; else a group computes a row, in as
/// many passes over its elements as its reductions, which wait for each other, ask for.
/// </summary>
internal sealed class RowKernel
{
    private const string Type = Lanes.Thread;

    private readonly RowStep _step;
    private readonly Space _space;
    private readonly ViewParameters _parameters;
    private readonly PassPlan _plan;
    private readonly bool _needsIndices;

    public RowKernel(RowStep step, ViewParameters parameters)
    {
        _step = step;
        _space = new Space(step.Rows, step.Column);
        _parameters = parameters;
        _plan = new PassPlan(step, hasScratch: false);
        IsReducing = step.Members.Any(member => member is ReduceNode);
        _needsIndices = Access.AllOf(step, _space).Any(access => RowContext.NeedsIndices(_space, access));
        var code = new CodeWriter();
        if (IsReducing)
            Row(code);
        else
            Element(code);
        Body = code.ToString();
    }

    /// <summary>The kernel's body, as lines.</summary>
    public string Body { get; }

    /// <summary>The launch of the kernel.</summary>
    public string Launch(string kernel) => IsReducing
        ? $"Device.Rows({kernel}, {Text.Of(_space.RowCount)}, {Text.Of(_space.Column)});"
        : $"Device.Each({kernel}, {Text.Of(Count)});";

    private bool IsReducing { get; }

    private Dim Count => (_space.RowCount * _space.Column).Plain;

    private void Element(CodeWriter code)
    {
        code.Line("int _e = Gpu::Place.InAll;");
        code.Line($"if (_e >= {Text.Of(Count)})\n    return;");
        bool isOne = _space.Column.IsOne;
        code.Line(isOne ? "int r = _e;" : $"int r = _e / {Text.Factor(_space.Column)};");
        code.Line(isOne ? "int i = 0;" : $"int i = _e % {Text.Factor(_space.Column)};");
        Indices(code);
        var context = new ViewContext(_space, _parameters);
        var writer = new ElementWriter(code, _step, context, hasColumn: true, Type, "i");
        foreach (var node in _step.Stored)
        {
            string value = writer.Value(node);
            string store = context.Store(Access.OfResult(node, _step, _space), "i", value);
            code.Line(_step.IsPerRow(node) ? $"if (i == 0)\n    {store}" : store);
        }
    }

    private void Row(CodeWriter code)
    {
        code.Line("var _shared = SharedMemory.Allocate<float>(Gpu::GroupReduction.Room);");
        code.Line("int r = Grid.IdxX;");
        if (_parameters.IsInMemory(_space.RowCount))
            code.Line($"if (r >= {Text.Of(_space.RowCount)})\n    return;");
        Indices(code);
        var context = new RowGroupContext(_space, _parameters, _step, _plan.Saved);
        Between(code, context, 0);
        for (int pass = 0; pass < _plan.Count; pass++)
        {
            Pass(code, context, pass);
            Between(code, context, pass + 1);
        }
    }

    private void Indices(CodeWriter code)
    {
        foreach (string line in _needsIndices ? RowContext.AxisIndices(_space, "r", "r") : [])
            code.Line(line);
    }

    // The values per row that are known after a number of passes: every thread computes them, one stores them.
    private void Between(CodeWriter code, RowGroupContext context, int passes)
    {
        foreach (var node in _plan.PerRow.Where(node => _plan.After(node) == passes))
        {
            if (node is not ReduceNode)
            {
                var lines = new CodeWriter();
                string value = new ElementWriter(lines, _step, context, hasColumn: true, Type, "0", "r").Value(node);
                context.Flush(code);
                Append(code, lines);
                context.Share(node, value);
            }

            if (_step.Stored.Contains(node))
                code.Line($"if (Group.IdxX == 0)\n    {context.Store(Access.OfResult(node, _step, _space), "0", context.Shared(node, Type)!)}");
        }
    }

    private void Pass(CodeWriter code, RowGroupContext context, int pass)
    {
        var reductions = _plan.Reductions(pass).ToList();
        var elements = new CodeWriter();
        context.Pass = pass;
        var writer = new ElementWriter(elements, _step, context, hasColumn: true, Type, "i");
        foreach (var (reduce, name) in reductions)
            elements.Line($"{name} = {Combine(reduce, name, writer.Operand(reduce.Inputs[0], reduce))};");
        foreach (var node in _plan.SavedIn(pass))
        {
            string value = writer.Value(node);
            elements.Line(context.Store(Access.OfResult(node, _step, _space), "i", value));
        }

        context.Flush(code);
        foreach (var (reduce, name) in reductions)
            code.Line($"float {name} = {(reduce.Reduction == Reduction.Sum ? "0f" : "float.NegativeInfinity")};");
        code.Block($"for (int i = Group.IdxX; i < {Text.Of(_space.Column)}; i += Group.DimX)", () => Append(code, elements));
        foreach (var (reduce, name) in reductions)
        {
            string whole = reduce.Reduction == Reduction.Sum ? "Sum" : "Max";
            code.Line($"float {name}Row = Gpu::GroupReduction.{whole}(_shared, {name});");
            context.Share(reduce, $"{name}Row");
        }
    }

    private static void Append(CodeWriter code, CodeWriter lines)
    {
        if (lines.ToString().TrimEnd('\n') is { Length: > 0 } text)
            code.Line(text);
    }

    private static string Combine(ReduceNode reduce, string a, string b) =>
        reduce.Reduction == Reduction.Sum ? $"{a} + {b}" : $"{Type}.Max({a}, {b})";
}
