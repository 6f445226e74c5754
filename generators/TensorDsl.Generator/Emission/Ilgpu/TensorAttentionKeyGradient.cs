using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Writes the gradients of keys and values on tensor cores: a group has 64 keys and their values, and meets the queries.</summary>
internal sealed class TensorAttentionKeyGradient(
    AttentionKernel kernel, AttentionGradientNode node, Node keyResult, Node valueResult, string statistics, TensorFormat format)
    : TensorAttention(kernel.H, format)
{
    private bool IsCausal => node.Mask == AttentionMask.Causal;

    protected override void Write(CodeWriter code)
    {
        var x = node.Inputs;
        var keys = new AttentionRows("key", kernel, x[1], kernel.DK, Format);
        var values = new AttentionRows("value", kernel, x[2], kernel.DV, Format);

        // The queries of scores are scaled, as in the other kernels: weights come from the same rounded numbers then.
        // Beside the blocks a query has the mean of its slopes, in four parts, and the logarithm of its sum.
        var (block, blocks) = AttentionBlock.Fit(32, 5, positions =>
        [
            new("queries", kernel, x[0], kernel.DK, positions, isAcross: false, Format, node.Scale),
            new("gradients", kernel, x[5], kernel.DV, positions, isAcross: false, Format),
            new("turnedQueries", kernel, x[0], kernel.DK, positions, isAcross: true, Format),
            new("turnedGradients", kernel, x[5], kernel.DV, positions, isAcross: true, Format),
        ]);
        Place(code, kernel.S);
        foreach (var one in blocks)
            one.Allocate(code);
        code.Line($"var _meanParts = SharedMemory.Allocate<Gpu::Float4>({Number(block)});\nvar _means = _meanParts.Cast<float>();");
        code.Line($"var _logarithms = SharedMemory.Allocate<float>({Number(block)});");
        keys.Load(code);
        values.Load(code);
        code.Line("CudaAsm.Emit(Gpu::RegisterExp.Declare);");
        code.Line("CudaAsm.Emit(\".reg .f32 other<1>; .reg .b32 word<4>;\");");
        foreach (var (name, tiles) in new[] { ("score", block / 8), ("inner", block / 8), ("keySum", Tiles(kernel.DK)), ("valueSum", Tiles(kernel.DV)) })
            Declare(code, name, tiles);
        Clear(code, "keySum", Tiles(kernel.DK));
        Clear(code, "valueSum", Tiles(kernel.DV));
        code.Line($"int _count = {Text.Of(kernel.T)};");
        code.Block($"for (int _start = {(IsCausal ? $"_first / {Number(block)} * {Number(block)}" : "0")}; _start < _count; _start += {Number(block)})", () =>
        {
            foreach (var one in blocks)
                one.Fill(code, "_count");
            FillMeans(code, block);
            code.Line("Group.Barrier();");
            MultiplyAlong(code, "score", keys, blocks[0], block);
            Hide(code, block);
            MultiplyAlong(code, "inner", values, blocks[1], block);
            Slopes(code, block / 8);
            MultiplyAcross(code, "valueSum", "score", blocks[3], block, Tiles(kernel.DV));
            MultiplyAcross(code, "keySum", "inner", blocks[2], block, Tiles(kernel.DK));
            code.Line("Group.Barrier();");
        });
        foreach (string row in Rows)
        {
            code.Block($"if (_row{row} < {Text.Of(kernel.S)})", () =>
            {
                Store(code, kernel, "keySum", keyResult, row, kernel.DK, Text.Literal(node.Scale));
                Store(code, kernel, "valueSum", valueResult, row, kernel.DV, "1f");
            });
        }
    }

    private void FillMeans(CodeWriter code, int block) => code.Block($"for (int _l = _thread; _l < {Number(4 * block)}; _l += {Number(TensorTile.Threads)})", () =>
    {
        var (outputs, gradients) = (node.Inputs[3], node.Inputs[5]);
        code.Line("int _s = _start + (_l / 4);\n_s = _s < _count ? _s : _count - 1;");
        code.Line($"int _output = {kernel.At(outputs, "_s")}, _slope = {kernel.At(gradients, "_s")};");
        code.Line($"float _mean = 0f;\nfor (int _d = _l % 4; _d < {Number(kernel.DV)}; _d += 4)");
        code.Line($"    _mean += {kernel.View(outputs)}[_output + _d] * {kernel.View(gradients)}[_slope + _d];");
        code.Line("_means[_l] = _mean;");
        code.Line($"if (_l % 4 == 0)\n    _logarithms[_l / 4] = {statistics}[(_head * {Text.Factor(kernel.T)}) + _s];");
    });

    // Queries before a key do not see it, and beyond the last one there are none.
    private void Hide(CodeWriter code, int block)
    {
        string isEdge = IsCausal ? $"_start < _first + {Number(Positions)} || _start + {Number(block)} > _count" : $"_start + {Number(block)} > _count";
        code.Block($"if ({isEdge})", () =>
        {
            code.Line("int _left = _count - _start - (_inQuad * 2);");
            foreach (string row in IsCausal ? Rows : [])
                code.Line($"int _before{row} = _row{row} - _start - (_inQuad * 2);");
            Hide(code, block / 8, (column, row) => $"{Number(column)} < _left{(IsCausal ? $" & {Number(column)} >= _before{row}" : "")}");
        });
    }

    private static void Slopes(CodeWriter code, int tiles)
    {
        code.Line("int _column = _inQuad * 2;");
        for (int tile = 0; tile < tiles; tile++)
        {
            for (int i = 0; i < 2; i++)
            {
                string own = Number((2 * tile) + i), place = $"_column + {Number((8 * tile) + i)}";
                code.Line($"var _parts{own} = _meanParts[{place}];\nfloat _mean{own} = _parts{own}.X + _parts{own}.Y + (_parts{own}.Z + _parts{own}.W), _logarithm{own} = _logarithms[{place}];");
            }

            foreach (var (score, inner, column) in Tile("score", tile).Zip(Tile("inner", tile), (score, inner) => (score, inner)).Select((pair, i) => (pair.score, pair.inner, Number((2 * tile) + (i % 2)))))
            {
                code.Line($"CudaAsm.Emit(\"sub.f32 exp0, {score}, %0; \" + Gpu::RegisterExp.Text + \" mov.f32 {score}, exp0; sub.f32 {inner}, {inner}, %1; mul.f32 {inner}, exp0, {inner};\", _logarithm{column}, _mean{column});");
            }
        }
    }
}
