using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes the kernel of a reduction over leading axes: a group owns a few neighbouring columns, its threads walk down the
/// rows in turns, and what they summed is added up in shared memory. The order of a sum depends on the group's size alone.
/// </summary>
internal sealed class ColumnKernel
{
    private const string Width = "Gpu::ColumnReduction.Width";

    private readonly ColumnStep _step;
    private readonly Space _space;
    private readonly ViewParameters _parameters;
    private readonly int[] _outer;
    private readonly int[] _reduced;

    public ColumnKernel(ColumnStep step, ViewParameters parameters)
    {
        _step = step;
        _parameters = parameters;
        var x = step.Reduce.Inputs[0];
        int[] real = [.. Enumerable.Range(0, x.Shape.Rank).Where(i => !x.Shape[i].Size.IsOne)];
        var sizes = x.Shape.Squeeze();
        _space = new Space([.. sizes.Take(sizes.Length - 1)], sizes[sizes.Length - 1]);
        _reduced = [.. Enumerable.Range(0, _space.Rows.Length).Where(place => step.Reduce.Axes.Contains(real[place]))];
        _outer = [.. Enumerable.Range(0, _space.Rows.Length).Except(_reduced)];
        var code = new CodeWriter();
        Write(code);
        Body = code.ToString();
    }

    /// <summary>The kernel's body, as lines.</summary>
    public string Body { get; }

    /// <summary>The launch of the kernel.</summary>
    public string Launch(string kernel) =>
        $"Gpu::ColumnReduction.Launch(Device, {kernel}, {Text.Of(Count(_outer))}, {Text.Of(_space.Column)}, {Text.Of(Count(_reduced))});";

    private void Write(CodeWriter code)
    {
        bool isSum = _step.Reduce.Reduction == Reduction.Sum;
        string columns = Text.Of(_space.Column);
        code.Line("var _shared = SharedMemory.Allocate<float>(Gpu::GroupReduction.Room);");
        code.Line($"int _groups = ({columns} + {Width} - 1) / {Width};");
        code.Line("int _o = Grid.IdxX / _groups;");
        if (_parameters.IsInMemory(_space.Column) || _parameters.IsInMemory(Count(_outer)))
            code.Line($"if (_o >= {Text.Of(Count(_outer))})\n    return;");
        code.Line($"int i = (Grid.IdxX % _groups * {Width}) + (Group.IdxX % {Width});");
        Indices(code, _outer, "_o");
        code.Line($"float _sum = {(isSum ? "0f" : "float.NegativeInfinity")};");
        code.Block($"if (i < {columns})", () => code.Block(
            $"for (int _n = Group.IdxX / {Width}; _n < {Text.Of(Count(_reduced))}; _n += Group.DimX / {Width})", () =>
            {
                Indices(code, _reduced, "_n");
                var writer = new ElementWriter(code, _step, new PlainContext(_space, _parameters), hasColumn: true, Lanes.Thread, "i");
                string value = writer.Operand(_step.Reduce.Inputs[0], _step.Reduce);
                code.Line(isSum ? $"_sum += {value};" : $"_sum = {Lanes.Thread}.Max(_sum, {value});");
            }));
        code.Line($"_sum = Gpu::ColumnReduction.{(isSum ? "Sum" : "Max")}(_shared, _sum);");
        string outer = _outer.Length == 0 ? "" : $"(_o * {Text.Factor(_space.Column)}) + ";
        code.Line($"if (Group.IdxX < {Width} && i < {columns})\n    {_parameters.Pointer(_step.Reduce)}[{outer}i] = _sum;");
    }

    private Dim Count(int[] places) => places.Aggregate((Dim)1, (product, place) => (product * _space.Rows[place]).Plain);

    // The places along some of the row axes, from a number that counts them.
    private void Indices(CodeWriter code, int[] places, string number)
    {
        var some = new Space([.. places.Select(place => _space.Rows[place])], _space.Column);
        int next = 0;
        foreach (string line in RowContext.AxisIndices(some, number, "_x"))
            code.Line(line.Replace($"int _x{next} =", $"int _r{places[next++]} ="));
    }

    /// <summary>Rows are counted by one variable an axis.</summary>
    private sealed class PlainContext(Space space, ViewParameters parameters) : ViewContext(space, parameters)
    {
        public override string Offset(Access access) => access.AxisOffset(place => $"_r{place}", Times);
    }
}
