using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// What attention's kernels for tensor cores have in common: a warp has 16 positions of one head and all of a block of the other
/// side (Dao: FlashAttention-2, 2023). Scores, their exponentials and sums are registers that the PTX names, and what a
/// product left is in the lanes where the next one wants it, so that of all these nothing passes through shared memory.
/// </summary>
/// <param name="heads">The heads of a sequence.</param>
/// <param name="format">What operands are rounded to.</param>
internal abstract class TensorAttention(Dim heads, TensorFormat format)
{
    /// <summary>The positions of a group: 16 of each warp.</summary>
    public const int Positions = TensorTile.Threads / 32 * TensorTile.StepRows;

    // Below it most of an instruction is unused; beyond the others a thread's fragments and sums do not fit its registers.
    private const int Least = 16, Most = 128, MostOfBoth = 192;

    /// <summary>A thread's two rows of 16, eight apart.</summary>
    public static IReadOnlyList<string> Rows { get; } = ["Upper", "Lower"];

    protected TensorFormat Format => format;

    /// <summary>Whether vectors of these lengths are for tensor cores.</summary>
    public static bool IsWideEnough(int keyWidth, int valueWidth) => Math.Min(keyWidth, valueWidth) >= Least && Math.Max(keyWidth, valueWidth) <= Most;

    /// <summary>Whether their gradients are, for which a thread has vectors and sums of both lengths.</summary>
    public static bool IsForGradients(int keyWidth, int valueWidth) => IsWideEnough(keyWidth, valueWidth) && keyWidth + valueWidth <= MostOfBoth;

    /// <summary>The steps of depth for vectors of a length.</summary>
    public static int Steps(int width, TensorFormat format)
    {
        int step = TensorFormat.StepWords * format.PerWord;
        return (width + step - 1) / step;
    }

    /// <summary>The methods, one for each format.</summary>
    public static string Members(Func<TensorFormat, TensorAttention> kernel)
    {
        var code = new CodeWriter();
        foreach (var format in TensorFormat.All)
        {
            code.Line();
            code.Block($"public void Run{format.Name}()", () => kernel(format).Write(code));
        }

        return code.ToString();
    }

    protected abstract void Write(CodeWriter code);

    /// <summary>Writes where a thread is: its rows, and those that it reads, because beyond the last one there are none.</summary>
    protected void Place(CodeWriter code, Dim count)
    {
        code.Line($"int _thread = Group.IdxX, _groups = ({Text.Of(count)} + {Number(Positions - 1)}) / {Number(Positions)};");
        code.Line($"int _first = Grid.IdxX % _groups * {Number(Positions)}, _head = Grid.IdxX / _groups;");
        code.Line($"int _batch = _head / {Text.Factor(heads)}, _h = _head % {Text.Factor(heads)};");
        code.Line("int _quad = _thread % 32 / 4, _inQuad = _thread % 4;");
        code.Line($"int _rowUpper = _first + (_thread / 32 * {Number(TensorTile.StepRows)}) + _quad, _rowLower = _rowUpper + 8;");
        foreach (string row in Rows)
            code.Line($"int _read{row} = _row{row} < {Text.Of(count)} ? _row{row} : {Text.Of(count)} - 1;");
        code.Line("Gpu::WordPair _pair, _next;");
    }

    /// <summary>The tiles of sums as long as a vector, two for every 16 columns.</summary>
    protected static int Tiles(int width) => (width + 15) / 16 * 2;

    /// <summary>Writes where the keys end that the group's last query sees, and those that each of its queries sees.</summary>
    protected static void KeyEnds(CodeWriter code, Dim keys, bool isCausal, string past)
    {
        code.Line($"int _count = {Text.Of(keys)}, _end = _count, _seenByAll = _count;");
        if (!isCausal)
            return;
        code.Line($"if (_end > _first + {Number(Positions)}{past})\n    _end = _first + {Number(Positions)}{past};");
        code.Line($"if (_seenByAll > _first + 1{past})\n    _seenByAll = _first + 1{past};");
    }

    /// <summary>Writes the hiding of keys that a query does not see.</summary>
    protected static void HideKeys(CodeWriter code, int block, bool isCausal, string past) => code.Block($"if (_start + {Number(block)} > _seenByAll)", () =>
    {
        foreach (string row in Rows)
        {
            code.Line(isCausal ? $"int _seen{row} = _row{row} + 1{past};" : $"int _seen{row} = _count;");
            code.Line($"_seen{row} = (_seen{row} < _count ? _seen{row} : _count) - _start - (_inQuad * 2);");
        }

        Hide(code, block / 8, (column, row) => $"{Number(column)} < _seen{row}");
    });

    /// <summary>Writes −∞ over scores that do not count, whatever they are.</summary>
    protected static void Hide(CodeWriter code, int tiles, Func<int, string, string> counts)
    {
        for (int tile = 0; tile < tiles; tile++)
        {
            string least = string.Join(" ", Tile("score", tile).Select((score, i) => $"min.f32 {score}, {score}, %{Number(i)};"));
            var limits = Enumerable.Range(0, 4).Select(i => $"{counts((8 * tile) + (i % 2), Rows[i / 2])} ? float.PositiveInfinity : float.NegativeInfinity");
            code.Line($"CudaAsm.Emit(\"{least}\", {string.Join(", ", limits)});");
        }
    }

    /// <summary>Writes a sum or maximum over the four lanes that have a row; all of them get it.</summary>
    protected static void AcrossLanes(CodeWriter code, string instruction, string register)
    {
        foreach (int lane in new[] { 1, 2 })
            code.Line($"CudaAsm.Emit(\"shfl.sync.bfly.b32 other0, {register}, {Number(lane)}, 31, 0xFFFFFFFF; {instruction} {register}, {register}, other0;\");");
    }

    /// <summary>Writes the storing of a row of sums, times a factor.</summary>
    protected static void Store(CodeWriter code, AttentionKernel kernel, string sums, Node result, string row, int width, string factor)
    {
        string at = $"_{sums}{row}";
        code.Line($"int {at} = {kernel.At(result, $"_row{row}")} + (_inQuad * 4);");
        for (int place = 0; place < width; place++)
        {
            // A lane's two columns of an instruction are every second one of four neighbours.
            int sixteen = place / 16 * 16, column = place % 16;
            if (column >= 4)
                continue;
            string register = $"{sums}{Number((4 * ((place / 16 * 2) + (column % 2))) + (row == Rows[0] ? 0 : 2) + (column / 2))}";
            string guard = sixteen + 16 > width ? $"if (_inQuad * 4 < {Number(width - place)})\n    " : "";
            code.Line($"{guard}CudaAsm.Emit(\"mul.f32 %0, {register}, %1;\", out {kernel.View(result)}[{at} + {Number(place)}], {factor});");
        }
    }

    /// <summary>Writes registers for tiles of 16 rows by 8 columns.</summary>
    protected static void Declare(CodeWriter code, string name, int tiles) => code.Line($"CudaAsm.Emit(\".reg .f32 {name}<{Number(4 * tiles)}>;\");");

    /// <summary>Writes zeros into them.</summary>
    protected static void Clear(CodeWriter code, string name, int tiles)
    {
        for (int tile = 0; tile < tiles; tile++)
            code.Line($"CudaAsm.Emit(\"{string.Join(" ", Tile(name, tile).Select(sum => $"mov.f32 {sum}, 0f00000000;"))}\");");
    }

    /// <summary>Writes products of rows with each position of a block.</summary>
    protected void MultiplyAlong(CodeWriter code, string sums, AttentionRows rows, AttentionBlock block, int positions)
    {
        Clear(code, sums, positions / 8);
        for (int step = 0; step < rows.Steps; step++)
        {
            for (int tile = 0; tile < positions / 8; tile++)
            {
                code.Line($"_pair = {block.Pair(tile, step)};");
                code.Line($"CudaAsm.Emit(\"{format.Multiply(string.Join(", ", Tile(sums, tile)), rows.Fragment(step), "%0, %1")}\", _pair.X, _pair.Y);");
            }
        }
    }

    /// <summary>
    /// Writes the addition to sums of what rows of factors, one for each position of a block, make of its vectors. Its result has a
    /// row's columns by fours: the two columns that a lane has of an instruction, for two tiles by turns.
    /// </summary>
    protected void MultiplyAcross(CodeWriter code, string sums, string factors, AttentionBlock block, int positions, int tiles)
    {
        for (int step = 0; step < positions / (TensorFormat.StepWords * format.PerWord); step++)
        {
            code.Line($"CudaAsm.Emit(\"{string.Join(" ", Enumerable.Range(0, 4).Select(word => Round(factors, step, word)))}\");");
            for (int two = 0; two < tiles / 2; two++)
            {
                code.Line($"_pair = {block.Pair(step, 0, two)};\n_next = {block.Pair(step, 1, two)};");
                foreach (var (tile, word) in new[] { (2 * two, "X"), ((2 * two) + 1, "Y") })
                    code.Line($"CudaAsm.Emit(\"{format.Multiply(string.Join(", ", Tile(sums, tile)), "word0, word1, word2, word3", "%0, %1")}\", _pair.{word}, _next.{word});");
            }
        }
    }

    /// <summary>The four registers of a tile: two columns of the upper row, then of the lower one.</summary>
    protected static IEnumerable<string> Tile(string name, int tile) => Enumerable.Range(4 * tile, 4).Select(i => $"{name}{Number(i)}");

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // A lane's two columns of a result are two words of depth, or the halves of one, as the block has its positions.
    private string Round(string name, int step, int word)
    {
        int first = format.PerWord == 1 ? (4 * step) + (word % 2 * 2) + (word / 2) : (8 * step) + (2 * word);
        return format.RoundTo($"word{Number(word)}", $"{name}{Number(first)}", $"{name}{Number(first + 1)}");
    }
}
