using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>
/// Writes the kernel of a row step: for each row as many passes over its elements as its reductions, which wait for
/// each other, ask for. Between passes stands what the row's elements share.
/// </summary>
internal sealed class RowKernel
{
    private readonly RowStep _step;
    private readonly Space _space;
    private readonly KernelParameters _parameters;
    private readonly PassPlan _plan;
    private readonly IReadOnlyList<Access> _accesses;
    private readonly bool _vector;

    private RowKernel(RowStep step, KernelParameters parameters)
    {
        _step = step;
        _space = new Space(step.Rows, step.Column);
        _parameters = parameters;
        _plan = new PassPlan(step);
        _accesses = Access.AllOf(step, _space);
        _vector = _accesses.All(access => access.IsVector);
    }

    /// <summary>The kernel's body, as lines.</summary>
    public static string Write(RowStep step, KernelParameters parameters)
    {
        var kernel = new RowKernel(step, parameters);
        var code = new CodeWriter();
        code.Line($"var (from, to) = w.Share({Text.Of(kernel._space.RowCount)});");
        code.Block("for (int r = from; r < to; r++)", () => kernel.Row(code));
        return code.ToString();
    }

    private void Row(CodeWriter code)
    {
        var context = new HoistingRowContext(_space, _parameters, _step, _plan.Saved);
        if (_accesses.Any(access => RowContext.NeedsIndices(_space, access)))
        {
            foreach (string line in RowContext.AxisIndices(_space, "r", "r"))
                code.Line(line);
        }

        Between(code, context, 0);
        for (int pass = 0; pass < _plan.Count; pass++)
        {
            Pass(code, context, pass);
            Between(code, context, pass + 1);
        }
    }

    // The values per row that are known after a number of passes.
    private void Between(CodeWriter code, HoistingRowContext context, int passes)
    {
        foreach (var node in _plan.PerRow.Where(node => _plan.After(node) == passes))
        {
            if (node is not ReduceNode)
            {
                var lines = new CodeWriter();
                var writer = new ElementWriter(lines, _step, context, hasColumn: true, "Cpu::F1", "0", "r");
                string value = writer.Value(node);
                context.Flush(code);
                code.Line(lines.ToString().TrimEnd('\n'));
                context.Share(node, value);
            }

            if (_step.Stored.Contains(node))
            {
                string address = context.Address(Access.OfResult(node, _step, _space));
                context.Flush(code);
                code.Line($"Cpu::F1.Store({address}, {context.Shared(node, "Cpu::F1")});");
            }
        }
    }

    private void Pass(CodeWriter code, HoistingRowContext context, int pass)
    {
        var reductions = _plan.Reductions(pass).ToList();
        bool tail = !_vector || !_space.Column.IsConstant || _space.Column.Value % 16 != 0;
        var wide = new CodeWriter();
        var narrow = new CodeWriter();
        if (_vector)
            Elements(wide, context, pass, "V");
        if (tail)
            Elements(narrow, context, pass, "Cpu::F1");
        context.Flush(code);
        foreach (var (reduce, name) in reductions)
        {
            if (_vector)
                code.Line($"var {name} = V.Broadcast({Start(reduce)});");
            if (tail)
                code.Line($"var {name}Tail = Cpu::F1.Broadcast({Start(reduce)});");
        }

        string columns = Text.Of(_space.Column);
        code.Line($"{(pass == 0 ? "int " : "")}i = 0;");
        if (_vector)
            code.Block($"for (; i <= {Text.Factor(_space.Column)} - V.Width; i += V.Width)", () => code.Line(wide.ToString().TrimEnd('\n')));
        if (tail)
            code.Block($"for (; i < {columns}; i++)", () => code.Line(narrow.ToString().TrimEnd('\n')));
        foreach (var (reduce, name) in reductions)
        {
            string whole = reduce.Reduction == Reduction.Sum ? "HorizontalSum" : "HorizontalMax";
            string lanes = $"Cpu::F1.Broadcast(V.{whole}({name}))";
            string both = !_vector ? $"{name}Tail" : !tail ? lanes : Combine(reduce, "Cpu::F1", lanes, $"{name}Tail");
            code.Line($"var {name}Row = {both};");
            context.Share(reduce, $"{name}Row");
        }
    }

    private void Elements(CodeWriter code, HoistingRowContext context, int pass, string type)
    {
        context.Pass = pass;
        var writer = new ElementWriter(code, _step, context, hasColumn: true, type, "i");
        foreach (var (reduce, name) in _plan.Reductions(pass))
        {
            string sum = type == "V" ? name : $"{name}Tail";
            code.Line($"{sum} = {Combine(reduce, type, sum, writer.Operand(reduce.Inputs[0], reduce))};");
        }

        foreach (var node in _plan.SavedIn(pass))
        {
            string value = writer.Value(node);
            code.Line($"{type}.Store({Pointers.Beyond(context.SaveAddress(node, Access.OfResult(node, _step, _space)), "i")}, {value});");
        }
    }

    private static string Start(ReduceNode reduce) => reduce.Reduction == Reduction.Sum ? "0f" : "float.NegativeInfinity";

    private static string Combine(ReduceNode reduce, string type, string a, string b) =>
        reduce.Reduction == Reduction.Sum ? $"{a} + {b}" : $"{type}.Max({a}, {b})";
}
