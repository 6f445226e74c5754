using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes a product's kernel for tensor cores: while four warps multiply one pair of operand tiles in shared memory, the next
/// one is fetched. Sums are registers that the PTX names, because they could not come back as variables without passing
/// through memory; at the end they pass through shared memory, whence neighbouring threads store neighbours.
/// </summary>
internal sealed class TensorProductKernel
{
    private readonly ProductAddresses _addresses;
    private readonly TensorTile _tile;
    private readonly TensorFormat _format;
    private readonly TensorOperand _a;
    private readonly TensorOperand _b;

    public TensorProductKernel(ProductAddresses addresses, TensorTile tile, TensorFormat format)
    {
        (_addresses, _tile, _format) = (addresses, tile, format);
        var (m, n, k) = (Product.M, Product.N, Product.K);
        _a = new TensorOperand("A", format, tile.Rows, k.First.IsOne && !m.First.IsOne);
        _b = new TensorOperand("B", format, tile.Columns, k.Second.IsOne && !n.First.IsOne, StorageOfB);
    }

    private Product Product => _addresses.Product;

    // Nothing else multiplies what is stored in bfloat16.
    private OperandStorage StorageOfB => _format.PerWord != 2 || _addresses.RoundedView is null ? OperandStorage.Floats
        : _addresses is { IsDeep: true, Together: > 1 } ? OperandStorage.BFloat16Pairs
        : OperandStorage.BFloat16;

    private Func<string, string, string> ElementOfB => StorageOfB switch
    {
        OperandStorage.BFloat16Pairs => _addresses.RoundedPairB,
        OperandStorage.BFloat16 => _addresses.RoundedB,
        _ => _addresses.B,
    };

    private int Down => _tile.WarpRows / TensorTile.StepRows;

    private int Across => _tile.WarpColumns / TensorTile.StepColumns;

    private int Stage => _a.Words + _b.Words;

    /// <summary>Writes the method's body.</summary>
    public void Write(CodeWriter code)
    {
        code.Line($"var _words = SharedMemory.Allocate<uint>({Number(2 * Stage)});");
        _addresses.Place(code, _tile.Rows, _tile.Columns);
        code.Line($"int _warpRow = _thread / 64 * {Number(_tile.WarpRows)}, _warpColumn = _thread / 32 % 2 * {Number(_tile.WarpColumns)};");
        code.Line("int _quad = _thread % 32 / 4, _inQuad = _thread % 4;");
        _a.Declare(code, "_row0", 0);
        _b.Declare(code, "_column0", _a.Words);
        code.Line($"int _partA = {Times("(_warpRow + _quad)", _a.SideStride)} + {Times("_inQuad", _a.DepthStride)};");
        code.Line($"int _partB = {Number(_a.Words)} + {Times("(_warpColumn + _quad)", _b.SideStride)} + {Times("_inQuad", _b.DepthStride)};");
        code.Line($"int _stage = 0;");
        code.Line($"CudaAsm.Emit(\".reg .f32 sum<{Number(4 * Down * Across)}>;\");");
        for (int tile = 0; tile < Down * Across; tile++)
            code.Line($"CudaAsm.Emit(\"{string.Join(" ", Sums(tile).Select(sum => $"mov.f32 {sum}, 0f00000000;"))}\");");
        int depth = TensorOperand.Depth * _format.PerWord;
        code.Block($"for (int _k0 = 0; _k0 < {Text.Of(Product.K.Size)} + {Number(depth)}; _k0 += {Number(depth)})", () =>
        {
            _a.Fetch(code, _addresses.A, Product.M.Size, Product.K.Size);
            _b.Fetch(code, ElementOfB, Product.N.Size, Product.K.Size);
            code.Block("if (_k0 > 0)", () => Multiply(code));
            code.Line($"_stage = {Number(Stage)} - _stage;");
            _a.Keep(code);
            _b.Keep(code);
            code.Line("Group.Barrier();");
        });
        Store(code);
    }

    private void Multiply(CodeWriter code) => code.Block($"for (int _k = 0; _k < {Number(TensorOperand.Depth)}; _k += {Number(TensorFormat.StepWords)})", () =>
    {
        // A thread has rows 8 apart of A, and words of depth 4 apart of both.
        var inA = new int[Down, 4];
        var inB = new int[Across, 2];
        for (int i = 0; i < Down; i++)
        {
            for (int part = 0; part < 4; part++)
                inA[i, part] = (((16 * i) + (8 * (part % 2))) * _a.SideStride) + (4 * (part / 2) * _a.DepthStride);
        }

        for (int j = 0; j < Across; j++)
        {
            for (int part = 0; part < 2; part++)
                inB[j, part] = (8 * j * _b.SideStride) + (4 * part * _b.DepthStride);
        }

        code.Line($"var _wordsA = _words.SubView(_stage + _partA + {Times("_k", _a.DepthStride)}, {Number(inA[Down - 1, 3] + 1)});");
        code.Line($"var _wordsB = _words.SubView(_stage + _partB + {Times("_k", _b.DepthStride)}, {Number(inB[Across - 1, 1] + 1)});");
        for (int i = 0; i < Down; i++)
            code.Line($"uint {string.Join(", ", Enumerable.Range(0, 4).Select(part => $"_a{Number(i)}{Number(part)} = _wordsA[{Number(inA[i, part])}]"))};");
        for (int j = 0; j < Across; j++)
            code.Line($"uint {string.Join(", ", Enumerable.Range(0, 2).Select(part => $"_b{Number(j)}{Number(part)} = _wordsB[{Number(inB[j, part])}]"))};");
        for (int i = 0; i < Down; i++)
        {
            string a = string.Join(", ", Enumerable.Range(0, 4).Select(part => $"_a{Number(i)}{Number(part)}"));
            for (int j = 0; j < Across; j++)
            {
                string sums = string.Join(", ", Sums((i * Across) + j));
                code.Line($"CudaAsm.Emit(\"{_format.Multiply(sums)}\", {a}, _b{Number(j)}0, _b{Number(j)}1);");
            }
        }
    });

    // Sixteen rows of each warp at a time; a thread has rows 8 apart and two neighbouring columns.
    private void Store(CodeWriter code)
    {
        int stride = _tile.Columns + 8;
        code.Line("var _sums = _words.Cast<float>();");
        code.Line($"int _sum = (((_thread / 64 * 16) + _quad) * {Number(stride)}) + _warpColumn + (_inQuad * 2);");
        for (int i = 0; i < Down; i++)
        {
            if (i > 0)
                code.Line("Group.Barrier();");
            for (int j = 0; j < Across; j++)
            {
                var sums = Sums((i * Across) + j).ToList();
                for (int part = 0; part < 4; part++)
                    code.Line($"CudaAsm.Emit(\"mov.f32 %0, {sums[part]};\", out _sums[_sum + {Number((part / 2 * 8 * stride) + (8 * j) + (part % 2))}]);");
            }

            code.Line("Group.Barrier();");
            code.Block($"for (int _l = _thread; _l < {Number(32 * _tile.Columns)}; _l += {Number(TensorTile.Threads)})", () =>
            {
                code.Line($"int _r = _l / {Number(_tile.Columns)}, _c = _l % {Number(_tile.Columns)};");
                code.Line($"Store({_addresses.InResult}_row0 + {Number(16 * i)} + (_r / 16 * {Number(_tile.WarpRows)}) + (_r % 16), _column0 + _c, _sums[(_r * {Number(stride)}) + _c]);");
            });
        }
    }

    private static IEnumerable<string> Sums(int tile) => Enumerable.Range(4 * tile, 4).Select(i => $"sum{Number(i)}");

    private static string Times(string variable, int stride) => stride == 1 ? variable : $"({variable} * {Number(stride)})";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
