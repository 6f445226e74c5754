using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>
/// Writes the kernel of a reduction over leading axes: a worker owns columns, and walks down the rows with the sums of
/// a few vectors of columns in registers. The order of a sum does not depend on the number of workers.
/// </summary>
internal sealed class ColumnKernel
{
    private const int Unroll = 4;

    private readonly ColumnStep _step;
    private readonly Space _space;
    private readonly RowContext _context;
    private readonly KernelParameters _parameters;
    private readonly int[] _outer;
    private readonly int[] _reduced;

    private ColumnKernel(ColumnStep step, KernelParameters parameters)
    {
        _step = step;
        _parameters = parameters;
        var x = step.Reduce.Inputs[0];
        int[] real = [.. Enumerable.Range(0, x.Shape.Rank).Where(i => !x.Shape[i].Size.IsOne)];
        var sizes = x.Shape.Squeeze();
        _space = new Space([.. sizes.Take(sizes.Length - 1)], sizes[sizes.Length - 1]);
        _reduced = [.. Enumerable.Range(0, _space.Rows.Length).Where(place => step.Reduce.Axes.Contains(real[place]))];
        _outer = [.. Enumerable.Range(0, _space.Rows.Length).Except(_reduced)];
        _context = new PlainContext(_space, parameters);
    }

    /// <summary>The kernel's body, as lines.</summary>
    public static string Write(ColumnStep step, KernelParameters parameters)
    {
        var code = new CodeWriter();
        new ColumnKernel(step, parameters).Body(code);
        return code.ToString();
    }

    private void Body(CodeWriter code)
    {
        string columns = Text.Of(_space.Column);
        if (_outer.Length == 0)
        {
            code.Line($"var (from, to) = w.Share({columns}, 16);");
            Columns(code, "from", "to");
            return;
        }

        Dim count = _outer.Aggregate((Dim)1, (product, place) => (product * _space.Rows[place]).Plain);
        code.Line($"var (from, to) = w.Share({Text.Of(count)});");
        code.Block("for (int o = from; o < to; o++)", () =>
        {
            var outer = new Space([.. _outer.Select(place => _space.Rows[place])], _space.Column);
            int i = 0;
            foreach (string line in RowContext.AxisIndices(outer, "o", "o"))
                code.Line(line.Replace($"int o{i} =", $"int r{_outer[i++]} ="));
            Columns(code, "0", columns);
        });
    }

    private void Columns(CodeWriter code, string from, string to)
    {
        bool vector = Access.AllOf(_step, _space).All(access => access.IsVector);
        code.Line($"int i = {from};");
        if (vector)
        {
            code.Block($"for (; i <= {to} - ({Unroll} * V.Width); i += {Unroll} * V.Width)", () => Sums(code, "V", Unroll));
            code.Block($"for (; i <= {to} - V.Width; i += V.Width)", () => Sums(code, "V", 1));
        }

        code.Block($"for (; i < {to}; i++)", () => Sums(code, "Cpu::F1", 1));
    }

    private void Sums(CodeWriter code, string type, int count)
    {
        bool sum = _step.Reduce.Reduction == Reduction.Sum;
        for (int u = 0; u < count; u++)
            code.Line($"var sum{u} = {type}.Broadcast({(sum ? "0f" : "float.NegativeInfinity")});");
        Down(code, 0, () =>
        {
            for (int u = 0; u < count; u++)
            {
                var writer = new ElementWriter(code, _step, _context, hasColumn: true, type, Column(type, u), $"_{u}");
                string value = writer.Operand(_step.Reduce.Inputs[0], _step.Reduce);
                code.Line(sum ? $"sum{u} = sum{u} + {value};" : $"sum{u} = {type}.Max(sum{u}, {value});");
            }
        });

        string row = _outer.Length == 0 ? "" : $"o * (nint)({Text.Of(_space.Column)}) + ";
        for (int u = 0; u < count; u++)
            code.Line($"{type}.Store({Pointers.Beyond(_parameters.Pointer(_step.Reduce), row + Column(type, u))}, sum{u});");
    }

    private void Down(CodeWriter code, int depth, Action body)
    {
        if (depth == _reduced.Length)
        {
            body();
            return;
        }

        int place = _reduced[depth];
        code.Block($"for (int r{place} = 0; r{place} < {Text.Of(_space.Rows[place])}; r{place}++)", () => Down(code, depth + 1, body));
    }

    private static string Column(string type, int u) => u switch
    {
        0 => "i",
        1 => $"i + {type}.Width",
        _ => $"i + ({u} * {type}.Width)",
    };

    /// <summary>Rows are counted by one variable an axis.</summary>
    private sealed class PlainContext(Space space, KernelParameters parameters) : RowContext(space, parameters, "", "r")
    {
        public override string Offset(Access access) => access.AxisOffset(place => $"r{place}", Times);
    }
}
