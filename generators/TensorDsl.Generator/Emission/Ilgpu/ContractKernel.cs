using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes the portable kernel of a contraction: a group computes a tile of the result, for which it brings tiles of both
/// operands into shared memory, and each thread a few rows and columns of it in variables of their own, because an array
/// would not stay in registers. The maps that follow are applied to the sums before they are stored.
/// </summary>
internal sealed class ContractKernel
{
    // Rows and columns of a thread, which it loads at once, and the depth of the tiles of the operands.
    private const int Own = 4;
    private const string Part = "XYZW";
    private const int Depth = 16;
    private const int Largest = 64;

    private readonly ContractStep _step;
    private readonly Product _product;
    private readonly KernelParameters _parameters;
    private readonly Node _result;
    private readonly int _rows;
    private readonly int _columns;

    public ContractKernel(ContractStep step, KernelParameters parameters)
    {
        _step = step;
        _product = Product.Of(step.Contract);
        _parameters = parameters;
        _result = step.Stored[step.Stored.Count - 1];
        (_rows, _columns) = (Tile(_product.M.Size), Tile(_product.N.Size));
        var (body, store) = (new CodeWriter(), new CodeWriter());
        Store(store);
        Write(body);
        (Body, Methods) = (body.ToString(), store.ToString());
    }

    /// <summary>The kernel's body, as lines.</summary>
    public string Body { get; }

    /// <summary>The method that takes a sum.</summary>
    public string Methods { get; }

    /// <summary>What it computes.</summary>
    public string Comment => $"C ({_product.M.Size}, {_product.N.Size}) = A ({_product.M.Size}, {_product.K.Size}) · B ({_product.K.Size}, {_product.N.Size})"
        + (_product.Batch.Count > 0 ? $", {Batches} times" : "");

    /// <summary>The launch of the kernel.</summary>
    public string Launch(string kernel) =>
        $"Device.Launch({kernel}, {TilesOf(_product.M.Size, _rows)} * {TilesOf(_product.N.Size, _columns)}{(_product.Batch.Count > 0 ? $" * {Text.Factor(Batches)}" : "")}, {Number(Threads)});";

    private int Threads => _rows / Own * (_columns / Own);

    private Dim Batches => _product.Batch.Aggregate((Dim)1, (product, axis) => (product * axis.Size).Plain);

    // Small sides get small tiles, of a power of two.
    private static int Tile(Dim size)
    {
        int tile = Own;
        while (tile < Largest && !(size.IsConstant && tile >= size.Value))
            tile *= 2;
        return tile;
    }

    private static string TilesOf(Dim size, int tile) => size.IsConstant
        ? Number((size.Value + tile - 1) / tile)
        : $"(({Text.Of(size)} + {Number(tile - 1)}) / {Number(tile)})";

    private void Write(CodeWriter code)
    {
        var (m, n, k, batch) = (_product.M, _product.N, _product.K, _product.Batch);
        code.Line($"var _foursA = SharedMemory.Allocate<Gpu::Float4>({Number(Depth * _rows / Own)});");
        code.Line($"var _foursB = SharedMemory.Allocate<Gpu::Float4>({Number(Depth * _columns / Own)});");
        code.Line("var _tileA = _foursA.Cast<float>();\nvar _tileB = _foursB.Cast<float>();");
        code.Line($"int _tile = Grid.IdxX, _thread = Group.IdxX;");
        code.Line($"int _column0 = _tile % {TilesOf(n.Size, _columns)} * {Number(_columns)};");
        code.Line($"_tile /= {TilesOf(n.Size, _columns)};");
        code.Line($"int _row0 = _tile % {TilesOf(m.Size, _rows)} * {Number(_rows)};");
        string inA = Text.Beyond(_product.A.Offset), inB = Text.Beyond(_product.B.Offset), inC = "";
        if (batch.Count > 0)
        {
            code.Line($"_tile /= {TilesOf(m.Size, _rows)};");
            foreach (string line in RowContext.AxisIndices(new Space([.. batch.Select(axis => axis.Size)], 1), "_tile", "_n"))
                code.Line(line);
            string Along(Func<BatchAxis, Dim> stride) => string.Concat(batch.Select((axis, i) => (axis, i))
                .Where(pair => stride(pair.axis) is not { IsConstant: true, Factor: 0 })
                .Select(pair => $" + (_n{Number(pair.i)} * {Text.Factor(stride(pair.axis))})"));
            (inA, inB, inC) = (inA + Along(axis => axis.A), inB + Along(axis => axis.B), Along(axis => axis.C));
        }

        code.Line($"int _x = _thread % {Number(_columns / Own)}, _y = _thread / {Number(_columns / Own)};");
        for (int i = 0; i < Own; i++)
            code.Line($"float {string.Join(", ", Places.Select(j => $"_c{Number(i)}{Number(j)} = 0f"))};");
        code.Block($"for (int _k0 = 0; _k0 < {Text.Of(k.Size)}; _k0 += {Number(Depth)})", () =>
        {
            Fill(code, "_tileA", _parameters.Pointer(_product.A.Base), inA, "row", m.Size, m.First, k.First, _rows);
            Fill(code, "_tileB", _parameters.Pointer(_product.B.Base), inB, "column", n.Size, n.First, k.Second, _columns);
            code.Line("Group.Barrier();");
            code.Block($"for (int _k = 0; _k < {Number(Depth)}; _k++)", () =>
            {
                code.Line($"var _a = _foursA[(_k * {Number(_rows / Own)}) + _y];");
                code.Line($"var _b = _foursB[(_k * {Number(_columns / Own)}) + _x];");
                foreach (int i in Places)
                    code.Line(string.Join(" ", Places.Select(j => $"_c{Number(i)}{Number(j)} += _a.{Part[i]} * _b.{Part[j]};")));
            });
            code.Line("Group.Barrier();");
        });
        string at = inC.Length == 0 ? "" : $"{inC.Substring(3)}, ";
        code.Line($"_row0 += _y * {Number(Own)};\n_column0 += _x * {Number(Own)};");
        foreach (int i in Places)
        {
            foreach (int j in Places)
                code.Line($"Store({at}_row0 + {Number(i)}, _column0 + {Number(j)}, _c{Number(i)}{Number(j)});");
        }
    }

    private static IEnumerable<int> Places => Enumerable.Range(0, Own);

    // Neighbouring threads read neighbours in memory, whichever way the operand lies.
    private void Fill(CodeWriter code, string tile, string operand, string start, string side, Dim size, Dim stride, Dim depthStride, int width)
    {
        bool alongDepth = depthStride.IsOne && !stride.IsOne;
        code.Block($"for (int _l = _thread; _l < {Number(Depth * width)}; _l += {Number(Threads)})", () =>
        {
            code.Line(alongDepth
                ? $"int _k = _l % {Number(Depth)}, _s = _l / {Number(Depth)};"
                : $"int _k = _l / {Number(width)}, _s = _l % {Number(width)};");
            code.Line($"int _depth = _k0 + _k, {side} = _{side}0 + _s;");
            code.Line($"{tile}[(_k * {Number(width)}) + _s] = _depth < {Text.Of(_product.K.Size)} && {side} < {Text.Of(size)}");
            code.Line($"    ? {operand}[{Times(side, stride)} + {Times("_depth", depthStride)}{start}]");
            code.Line("    : 0f;");
        });
    }

    private static string Times(string variable, Dim stride) => stride.IsOne ? variable : $"({variable} * {Text.Factor(stride)})";

    private void Store(CodeWriter code)
    {
        string at = _product.Batch.Count > 0 ? "int _at, " : "";
        code.Block($"private void Store({at}int row, int column, float accumulated)", () =>
        {
            code.Line($"if (row >= {Text.Of(_product.M.Size)} || column >= {Text.Of(_product.N.Size)})\n    return;");
            string place = $"{(at.Length > 0 ? "_at + " : "")}{Times("row", _product.M.Second)} + column";
            if (_step.Members.Count == 1)
                code.Line($"{_parameters.Pointer(_result)}[{place}] = accumulated;");
            else
                Epilogue(code, place);
        });
    }

    private void Epilogue(CodeWriter code, string place)
    {
        var sizes = _step.Contract.Shape.Squeeze();
        bool hasColumn = !_product.N.Size.IsOne;
        var space = hasColumn ? new Space([.. sizes.Take(sizes.Length - 1)], sizes[sizes.Length - 1]) : new Space(sizes, 1);
        var context = new ViewContext(space, _parameters, "row");
        if (Access.AllOf(_step, space, hasColumn).Any(access => RowContext.NeedsIndices(space, access)))
        {
            foreach (string line in RowContext.AxisIndices(space, "row", "r"))
                code.Line(line);
        }

        var writer = new ElementWriter(code, _step, context, hasColumn, Lanes.Thread, "column");
        writer.Known[_step.Contract] = "accumulated";
        foreach (var stored in _step.Stored.Where(node => node != _result))
        {
            string value = writer.Value(stored);
            code.Line($"{_parameters.Pointer(stored)}[(row * {Text.Factor(_product.N.Size)}) + column] = {value};");
        }

        string result = writer.Value(_result);
        code.Line($"{_parameters.Pointer(_result)}[{place}] = {result};");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
