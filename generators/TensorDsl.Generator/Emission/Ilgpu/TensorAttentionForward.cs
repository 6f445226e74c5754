using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes the forward pass on tensor cores: a group has 64 queries. It keeps what the portable kernel keeps, so that either's
/// results go into either's gradients.
/// </summary>
internal sealed class TensorAttentionForward(AttentionForwardKernel kernel, AttentionNode attention, string statistics, TensorFormat format)
    : TensorAttention(kernel.H, format)
{
    private const string Lowest = "0fFF7FFFFF";

    private bool IsCausal => attention.Mask == AttentionMask.Causal;

    private int Sums => Tiles(kernel.DV);

    protected override void Write(CodeWriter code)
    {
        var queries = new AttentionRows("query", kernel, attention.Inputs[0], kernel.DK, Format);
        var (block, blocks) = AttentionBlock.Fit(64, 0, positions =>
        [
            new("keys", kernel, attention.Inputs[1], kernel.DK, positions, isAcross: false, Format),
            new("values", kernel, attention.Inputs[2], kernel.DV, positions, isAcross: true, Format),
        ]);
        Place(code, kernel.T);
        foreach (var one in blocks)
            one.Allocate(code);
        queries.Load(code, attention.Scale);
        Declare(code, block / 8);
        KeyEnds(code, kernel.S, IsCausal, kernel.Past);
        code.Block($"for (int _start = 0; _start < _end; _start += {Number(block)})", () =>
        {
            foreach (var one in blocks)
                one.Fill(code, "_count");
            code.Line("Group.Barrier();");
            MultiplyAlong(code, "score", queries, blocks[0], block);
            HideKeys(code, block, IsCausal, kernel.Past);
            Exponentials(code, block / 8);
            MultiplyAcross(code, "sum", "score", blocks[1], block, Sums);
            code.Line("Group.Barrier();");
        });
        Keep(code);
    }

    private void Declare(CodeWriter code, int scores)
    {
        code.Line("CudaAsm.Emit(Gpu::RegisterExp.Declare);");
        code.Line("CudaAsm.Emit(\".reg .f32 largest<2>; .reg .f32 most<2>; .reg .f32 total<2>; .reg .f32 shrink<2>; .reg .f32 other<1>; .reg .b32 word<4>;\");");

        // The lowest number and not −∞, from which −∞ can be subtracted.
        code.Line($"CudaAsm.Emit(\"mov.f32 largest0, {Lowest}; mov.f32 largest1, {Lowest}; mov.f32 total0, 0f00000000; mov.f32 total1, 0f00000000;\");");
        Declare(code, "score", scores);
        Declare(code, "sum", Sums);
        Clear(code, "sum", Sums);
    }

    // A row's largest score is the largest of four lanes; each lane has a total of its own columns.
    private void Exponentials(CodeWriter code, int scores)
    {
        for (int row = 0; row < 2; row++)
        {
            var (largest, most, total, shrink) = ($"largest{Number(row)}", $"most{Number(row)}", $"total{Number(row)}", $"shrink{Number(row)}");
            code.Line($"CudaAsm.Emit(\"mov.f32 {most}, {largest};\");");
            for (int tile = 0; tile < scores; tile++)
                code.Line($"CudaAsm.Emit(\"{string.Join(" ", Tile("score", tile).Skip(2 * row).Take(2).Select(score => $"max.NaN.f32 {most}, {most}, {score};"))}\");");
            AcrossLanes(code, "max.NaN.f32", most);
            code.Line($"CudaAsm.Emit(\"sub.f32 exp0, {largest}, {most}; \" + Gpu::RegisterExp.Text + \" mov.f32 {shrink}, exp0; mul.f32 {total}, {total}, exp0; mov.f32 {largest}, {most};\");");
        }

        for (int tile = 0; tile < Sums; tile++)
            code.Line($"CudaAsm.Emit(\"{string.Join(" ", Tile("sum", tile).Select((sum, i) => $"mul.f32 {sum}, {sum}, shrink{Number(i / 2)};"))}\");");
        for (int tile = 0; tile < scores; tile++)
        {
            foreach (var (score, i) in Tile("score", tile).Select((score, i) => (score, i / 2)))
                code.Line($"CudaAsm.Emit(\"sub.f32 exp0, {score}, largest{Number(i)}; \" + Gpu::RegisterExp.Text + \" mov.f32 {score}, exp0; add.f32 total{Number(i)}, total{Number(i)}, exp0;\");");
        }
    }

    // The totals of four lanes meet in shared memory, always in one order.
    private void Keep(CodeWriter code)
    {
        code.Line("var _kept = _keys.Cast<float>();");
        for (int row = 0; row < 2; row++)
        {
            code.Line($"CudaAsm.Emit(\"mov.f32 %0, total{Number(row)};\", out _kept[_thread + {Number(row * TensorTile.Threads)}]);");
            code.Line($"CudaAsm.Emit(\"mov.f32 %0, largest{Number(row)};\", out _kept[_thread + {Number((row + 2) * TensorTile.Threads)}]);");
        }

        code.Line("Group.Barrier();");
        for (int row = 0; row < 2; row++)
        {
            int one = row;
            code.Block($"if (_row{Rows[row]} < {Text.Of(kernel.T)})", () => Keep(code, one));
        }
    }

    private void Keep(CodeWriter code, int row)
    {
        code.Line($"int _lanes = _thread / 4 * 4{(row == 0 ? "" : $" + {Number(TensorTile.Threads)}")};");
        code.Line("float _total = _kept[_lanes] + _kept[_lanes + 1] + (_kept[_lanes + 2] + _kept[_lanes + 3]);");
        code.Line("float _factor = _total == 0f ? 0f : 1f / _total;");
        Store(code, kernel, "sum", attention, Rows[row], kernel.DV, "_factor");
        code.Line("if (_inQuad == 0)");
        code.Line($"    {statistics}[(_head * {Text.Factor(kernel.T)}) + _row{Rows[row]}] = _total == 0f ? float.PositiveInfinity : _kept[_thread + {Number((row + 2) * TensorTile.Threads)}] + Gpu::Scalar.Log(_total);");
    }
}
