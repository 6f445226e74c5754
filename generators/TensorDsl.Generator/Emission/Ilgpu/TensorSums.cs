namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// The sums of a tile on tensor cores: registers that the PTX names, because they could not come back as variables without passing
/// through memory. At the end they pass through shared memory, whence neighbouring threads store neighbours.
/// </summary>
internal sealed class TensorSums(ProductAddresses addresses, TensorTile tile)
{
    /// <summary>Writes their declaration; they are zeros.</summary>
    public void Declare(CodeWriter code)
    {
        code.Line($"CudaAsm.Emit(\".reg .f32 sum<{Number(4 * tile.Down * tile.Across)}>;\");");
        for (int i = 0; i < tile.Down * tile.Across; i++)
            code.Line($"CudaAsm.Emit(\"{string.Join(" ", Registers(i).Select(sum => $"mov.f32 {sum}, 0f00000000;"))}\");");
    }

    /// <summary>The four of one instruction.</summary>
    public string Of(int down, int across) => string.Join(", ", Registers((down * tile.Across) + across));

    /// <summary>Writes their way to the result: sixteen rows of each warp at a time, of which a thread has some 8 apart and two neighbouring columns.</summary>
    public void Store(CodeWriter code)
    {
        int stride = tile.Columns + 8;
        code.Line("var _sums = _words.Cast<float>();");
        code.Line($"int _sum = (((_thread / 64 * 16) + _quad) * {Number(stride)}) + _warpColumn + (_inQuad * 2);");
        for (int i = 0; i < tile.Down; i++)
        {
            if (i > 0)
                code.Line("Group.Barrier();");
            for (int j = 0; j < tile.Across; j++)
            {
                var sums = Registers((i * tile.Across) + j).ToList();
                for (int part = 0; part < 4; part++)
                    code.Line($"CudaAsm.Emit(\"mov.f32 %0, {sums[part]};\", out _sums[_sum + {Number((part / 2 * 8 * stride) + (8 * j) + (part % 2))}]);");
            }

            code.Line("Group.Barrier();");
            code.Block($"for (int _l = _thread; _l < {Number(32 * tile.Columns)}; _l += {Number(TensorTile.Threads)})", () =>
            {
                code.Line($"int _r = _l / {Number(tile.Columns)}, _c = _l % {Number(tile.Columns)};");
                code.Line($"Store({addresses.InResult}_row0 + {Number(16 * i)} + (_r / 16 * {Number(tile.WarpRows)}) + (_r % 16), _column0 + _c, _sums[(_r * {Number(stride)}) + _c]);");
            });
        }
    }

    private static IEnumerable<string> Registers(int instruction) => Enumerable.Range(4 * instruction, 4).Select(i => $"sum{Number(i)}");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
