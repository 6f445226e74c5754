using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes a product's kernel for tensor cores: while four warps multiply one pair of operand tiles in shared memory, the next
/// one is fetched and rounded.
/// </summary>
internal sealed class TensorProductKernel
{
    private readonly ProductAddresses _addresses;
    private readonly TensorTile _tile;
    private readonly TensorFormat _format;
    private readonly TensorOperand _a;
    private readonly TensorOperand _b;
    private readonly TensorSums _sums;

    public TensorProductKernel(ProductAddresses addresses, TensorTile tile, TensorFormat format)
    {
        (_addresses, _tile, _format, _sums) = (addresses, tile, format, new TensorSums(addresses, tile));
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
        _sums.Declare(code);
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
        _sums.Store(code);
    }

    private void Multiply(CodeWriter code) => code.Block($"for (int _k = 0; _k < {Number(TensorOperand.Depth)}; _k += {Number(TensorFormat.StepWords)})", () =>
    {
        // A thread has rows 8 apart of A, and words of depth 4 apart of both.
        var inA = new int[_tile.Down, 4];
        var inB = new int[_tile.Across, 2];
        for (int i = 0; i < _tile.Down; i++)
        {
            for (int part = 0; part < 4; part++)
                inA[i, part] = (((16 * i) + (8 * (part % 2))) * _a.SideStride) + (4 * (part / 2) * _a.DepthStride);
        }

        for (int j = 0; j < _tile.Across; j++)
        {
            for (int part = 0; part < 2; part++)
                inB[j, part] = (8 * j * _b.SideStride) + (4 * part * _b.DepthStride);
        }

        code.Line($"var _wordsA = _words.SubView(_stage + _partA + {Times("_k", _a.DepthStride)}, {Number(inA[_tile.Down - 1, 3] + 1)});");
        code.Line($"var _wordsB = _words.SubView(_stage + _partB + {Times("_k", _b.DepthStride)}, {Number(inB[_tile.Across - 1, 1] + 1)});");
        for (int i = 0; i < _tile.Down; i++)
            code.Line($"uint {string.Join(", ", Enumerable.Range(0, 4).Select(part => $"_a{Number(i)}{Number(part)} = _wordsA[{Number(inA[i, part])}]"))};");
        for (int j = 0; j < _tile.Across; j++)
            code.Line($"uint {string.Join(", ", Enumerable.Range(0, 2).Select(part => $"_b{Number(j)}{Number(part)} = _wordsB[{Number(inB[j, part])}]"))};");
        for (int i = 0; i < _tile.Down; i++)
        {
            string a = string.Join(", ", Enumerable.Range(0, 4).Select(part => $"_a{Number(i)}{Number(part)}"));
            for (int j = 0; j < _tile.Across; j++)
            {
                string sums = _sums.Of(i, j);
                code.Line($"CudaAsm.Emit(\"{_format.Multiply(sums)}\", {a}, _b{Number(j)}0, _b{Number(j)}1);");
            }
        }
    });

    private static string Times(string variable, int stride) => stride == 1 ? variable : $"({variable} * {Number(stride)})";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
