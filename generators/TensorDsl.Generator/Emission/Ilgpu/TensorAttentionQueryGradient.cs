using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Writes the gradient of queries on tensor cores: a group has 64 queries and the gradients of their outputs.</summary>
internal sealed class TensorAttentionQueryGradient(AttentionKernel kernel, AttentionGradientNode node, Node result, string statistics, TensorFormat format)
    : TensorAttention(kernel.H, format)
{
    private bool IsCausal => node.Mask == AttentionMask.Causal;

    private int Sums => Tiles(kernel.DK);

    protected override void Write(CodeWriter code)
    {
        var x = node.Inputs;
        var queries = new AttentionRows("query", kernel, x[0], kernel.DK, Format);
        var gradients = new AttentionRows("gradient", kernel, x[5], kernel.DV, Format);
        var (block, blocks) = AttentionBlock.Fit(32, 0, positions =>
        [
            new("keys", kernel, x[1], kernel.DK, positions, isAcross: false, Format),
            new("values", kernel, x[2], kernel.DV, positions, isAcross: false, Format),
            new("turned", kernel, x[1], kernel.DK, positions, isAcross: true, Format),
        ]);
        Place(code, kernel.T);
        foreach (var one in blocks)
            one.Allocate(code);
        queries.Load(code, node.Scale);
        gradients.Load(code);
        code.Line("CudaAsm.Emit(Gpu::RegisterExp.Declare);");
        code.Line("CudaAsm.Emit(\".reg .f32 mean<2>; .reg .f32 logarithm<2>; .reg .f32 other<1>; .reg .b32 word<4>;\");");
        Declare(code, "score", block / 8);
        Declare(code, "inner", block / 8);
        Declare(code, "sum", Sums);
        Clear(code, "sum", Sums);
        Means(code);
        KeyEnds(code, kernel.S, IsCausal, "");
        code.Block($"for (int _start = 0; _start < _end; _start += {Number(block)})", () =>
        {
            foreach (var one in blocks)
                one.Fill(code, "_count");
            code.Line("Group.Barrier();");
            MultiplyAlong(code, "score", queries, blocks[0], block);
            HideKeys(code, block, IsCausal, "");
            MultiplyAlong(code, "inner", gradients, blocks[1], block);
            Slopes(code, block / 8);
            MultiplyAcross(code, "sum", "score", blocks[2], block, Sums);
            code.Line("Group.Barrier();");
        });
        foreach (string row in Rows)
            code.Block($"if (_row{row} < {Text.Of(kernel.T)})", () => Store(code, kernel, "sum", result, row, kernel.DK, Text.Literal(node.Scale)));
    }

    // What a query has one of each: the mean of its slopes, to which each of four lanes adds a part, and the logarithm of its sum.
    private void Means(CodeWriter code)
    {
        for (int row = 0; row < 2; row++)
        {
            var (read, own) = ($"_read{Rows[row]}", Number(row));
            code.Line($"int _output{own} = {kernel.At(node.Inputs[3], read)}, _slope{own} = {kernel.At(node.Inputs[5], read)};\nfloat _mean{own} = 0f;");
            code.Line($"for (int _d = _inQuad; _d < {Number(kernel.DV)}; _d += 4)");
            code.Line($"    _mean{own} += {kernel.View(node.Inputs[3])}[_output{own} + _d] * {kernel.View(node.Inputs[5])}[_slope{own} + _d];");
            code.Line($"CudaAsm.Emit(\"mov.f32 mean{own}, %0; mov.f32 logarithm{own}, %1;\", _mean{own}, {statistics}[(_head * {Text.Factor(kernel.T)}) + {read}]);");
            AcrossLanes(code, "add.f32", $"mean{own}");
        }
    }

    private static void Slopes(CodeWriter code, int tiles)
    {
        for (int tile = 0; tile < tiles; tile++)
        {
            foreach (var (score, inner, row) in Tile("score", tile).Zip(Tile("inner", tile), (score, inner) => (score, inner)).Select((pair, i) => (pair.score, pair.inner, i / 2)))
            {
                code.Line($"CudaAsm.Emit(\"sub.f32 exp0, {score}, logarithm{Number(row)}; \" + Gpu::RegisterExp.Text + \" sub.f32 {inner}, {inner}, mean{Number(row)}; mul.f32 {score}, exp0, {inner};\");");
            }
        }
    }
}
