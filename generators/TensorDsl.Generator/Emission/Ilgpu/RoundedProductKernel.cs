using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes a product's kernel for operands that are in bfloat16 in memory: four warps multiply one pair of tiles in shared memory,
/// loaded by <c>ldmatrix</c>, while the next two pairs are copied there by <c>cp.async</c>, past registers.
/// </summary>
internal sealed class RoundedProductKernel
{
    // Pairs of tiles in shared memory: the one that is multiplied, and those that are under way.
    private const int Stages = 3;

    private readonly ProductAddresses _addresses;
    private readonly TensorTile _tile;
    private readonly RoundedOperand _a;
    private readonly RoundedOperand _b;
    private readonly TensorSums _sums;
    private readonly TensorFormat _format = TensorFormat.All.Single(format => format.PerWord == 2);

    public RoundedProductKernel(ProductAddresses addresses, TensorTile tile)
    {
        (_addresses, _tile, _sums) = (addresses, tile, new TensorSums(addresses, tile));
        var (m, n, k) = (Product.M, Product.N, Product.K);
        _a = new RoundedOperand("A", tile.Rows, k.First.IsOne && !m.First.IsOne, 0);
        _b = new RoundedOperand("B", tile.Columns, k.Second.IsOne && !n.First.IsOne, _a.Bytes);
    }

    private Product Product => _addresses.Product;

    private int Stage => _a.Bytes + _b.Bytes;

    /// <summary>Writes the members.</summary>
    /// <param name="code">Takes them.</param>
    /// <param name="isRounded">Whether there is such a kernel.</param>
    public void Write(CodeWriter code, bool isRounded)
    {
        if (!isRounded)
        {
            code.Line("public bool IsRounded => false;\n");
            code.Block("public void RunRounded()", () => { });
            return;
        }

        var (a, b) = _addresses.RoundedOperands;
        code.Line($"public bool IsRounded => {a}.IsThere && {b}.IsThere;\n");
        code.Block("public void RunRounded()", () => Write(code));
    }

    private void Write(CodeWriter code)
    {
        code.Line($"var _words = SharedMemory.Allocate<uint>({Number(Math.Max((Stages * Stage) + RoundedOperand.Piece, 128 * (_tile.Columns + 8)) / 4)});");
        _addresses.Place(code, _tile.Rows, _tile.Columns);
        code.Line($"int _warpRow = _thread / 64 * {Number(_tile.WarpRows)}, _warpColumn = _thread / 32 % 2 * {Number(_tile.WarpColumns)};");
        code.Line("int _lane = _thread % 32, _quad = _lane / 4, _inQuad = _lane % 4;");

        // ILGPU aligns words to no more than four bytes.
        code.Line("CudaAsm.Emit(\".reg .b32 shared<1>;\");");
        code.Line("CudaAsm.Emit(\"mov.u32 shared0, __shared_alloca0; add.s32 shared0, shared0, 15; and.b32 shared0, shared0, 0xFFFFFFF0;\");");
        _a.Declare(code, "_row0");
        _b.Declare(code, "_column0");
        _a.Load(code, "_warpRow", isFirst: true);
        _b.Load(code, "_warpColumn", isFirst: false);
        code.Line($"CudaAsm.Emit(\".reg .b32 a<{Number(4 * _tile.Down)}>;\");\nCudaAsm.Emit(\".reg .b32 b<{Number(2 * _tile.Across)}>;\");");
        _sums.Declare(code);
        code.Line("int _to = 0, _from = 0;");
        int ahead = (Stages - 1) * RoundedOperand.Depth;
        code.Block($"for (int _k0 = -{Number(ahead)}; _k0 < {Text.Of(Product.K.Size)}; _k0 += {Number(RoundedOperand.Depth)})", () =>
        {
            var (a, b) = _addresses.RoundedOperands;
            code.Block("if (_k0 >= 0)", () => code.Line($"CudaAsm.Emit(\"cp.async.wait_group {Number(Stages - 2)};\");\nGroup.Barrier();"));
            string depth = $"_k0 + {Number(ahead)}";
            _a.Copy(code, depth, a, _addresses.PlaceInA, Product.M.Size, Product.K.Size);
            _b.Copy(code, depth, b, _addresses.PlaceInB, Product.N.Size, Product.K.Size);
            code.Line("CudaAsm.Emit(\"cp.async.commit_group;\");");
            code.Line($"_to = _to == {Number((Stages - 1) * Stage)} ? 0 : _to + {Number(Stage)};");
            code.Block("if (_k0 >= 0)", () =>
            {
                Multiply(code);
                code.Line($"_from = _from == {Number((Stages - 1) * Stage)} ? 0 : _from + {Number(Stage)};");
            });
        });
        code.Line("CudaAsm.Emit(\"cp.async.wait_group 0;\");\nGroup.Barrier();");
        _sums.Store(code);
    }

    private void Multiply(CodeWriter code)
    {
        _a.Enter(code);
        _b.Enter(code);
        for (int step = 0; step < RoundedOperand.Depth / RoundedOperand.StepDepth; step++)
        {
            for (int i = 0; i < _tile.Down; i++)
                Emit(_a.Matrices(step, TensorTile.StepRows * i, Registers("a", 4 * i, 4)));
            for (int j = 0; j < _tile.Across; j += 2)
                Emit(_b.Matrices(step, TensorTile.StepColumns * j, Registers("b", 2 * j, _tile.Across == 1 ? 2 : 4)));
            for (int i = 0; i < _tile.Down; i++)
            {
                for (int j = 0; j < _tile.Across; j++)
                    Emit(_format.Multiply(_sums.Of(i, j), string.Join(", ", Registers("a", 4 * i, 4)), string.Join(", ", Registers("b", 2 * j, 2))));
            }
        }

        void Emit(string text) => code.Line($"CudaAsm.Emit(\"{text}\");");
    }

    private static string[] Registers(string name, int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"{name}{Number(i)}")];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
