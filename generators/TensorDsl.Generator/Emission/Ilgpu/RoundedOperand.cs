namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// A tile of an operand in bfloat16, copied to shared memory as it lies, sixteen bytes at a time: lines of depth for each row or column, or
/// lines of rows or columns for each depth. Lines are padded by sixteen bytes, so that the eight that an instruction loads meet no bank twice.
/// </summary>
/// <param name="name">The end of its variables' names.</param>
/// <param name="width">Rows of an A, columns of a B.</param>
/// <param name="isDeep">Whether neighbours in depth are neighbours in memory.</param>
/// <param name="offset">The bytes before it in a stage.</param>
internal sealed class RoundedOperand(string name, int width, bool isDeep, int offset)
{
    /// <summary>The depth of a tile.</summary>
    public const int Depth = 32;

    /// <summary>The bytes that a thread copies at a time, from a multiple of them to another.</summary>
    public const int Piece = 16;

    /// <summary>The depth of one instruction.</summary>
    public const int StepDepth = 16;

    // Numbers in a piece.
    private const int InPiece = Piece / 2;

    private readonly int _line = (isDeep ? Depth : width) / InPiece;

    /// <summary>Its bytes in shared memory.</summary>
    public int Bytes => (isDeep ? width : Depth) * Pitch;

    private int Pitch => (_line + 1) * Piece;

    private int Pieces => width * Depth / InPiece;

    private string Register => $"copy{name}";

    private string Start => $"part{name}";

    /// <summary>Writes the variables that say where a thread's share begins, and the register for where it goes.</summary>
    public void Declare(CodeWriter code, string start)
    {
        var (inLine, ofLine) = ($"_thread % {Number(_line)} * {Number(InPiece)}", $"_thread / {Number(_line)}");
        code.Line($"int _side{name} = {start} + ({(isDeep ? ofLine : inLine)}), _depth{name} = {(isDeep ? inLine : ofLine)};");
        code.Line($"int _copy{name} = {Number(offset)} + (_thread / {Number(_line)} * {Number(Pitch)}) + (_thread % {Number(_line)} * {Number(Piece)});");
        code.Line($"CudaAsm.Emit(\".reg .b32 {Register}<1>;\");\nCudaAsm.Emit(\".reg .b32 {Start}<1>;\");");
    }

    /// <summary>Writes the copies of the tile at a depth to the stage <c>_to</c>; beyond the edges are zeros, for which nothing is read.</summary>
    public void Copy(CodeWriter code, string depth, string rounded, Func<string, string, string> place, Dim sideSize, Dim depthSize)
    {
        code.Line($"CudaAsm.Emit(\"add.s32 {Register}0, shared0, %0;\", _to + _copy{name});");
        for (int first = 0; first < Pieces; first += TensorTile.Threads)
        {
            int lines = first / _line;
            string side = Plus($"_side{name}", isDeep ? lines : 0), at = Plus($"{depth} + _depth{name}", isDeep ? 0 : lines);
            string own = $"{name}{Number(first / TensorTile.Threads)}";
            code.Line($"int _bytes{own} = {at} < {Text.Of(depthSize)} && {side} < {Text.Of(sideSize)} ? {Number(Piece)} : 0;");
            string copy = $"CudaAsm.Emit(\"cp.async.cg.shared.global [{Register}0+{Number(lines * Pitch)}], [%0], {Number(Piece)}, %1;\", "
                + $"{rounded}.Address + (2L * ({place(Bracketed(side), Bracketed(at))})), _bytes{own});";
            code.Line(Pieces < TensorTile.Threads ? $"if (_thread < {Number(Pieces)})\n    {copy}" : copy);
        }
    }

    /// <summary>
    /// Writes the register from which a lane of a warp names the lines of matrices of 8 × 8: sixteen rows by two steps of depth as
    /// a first operand, sixteen columns by two steps of depth as a second.
    /// </summary>
    public void Load(CodeWriter code, string warpSide, bool isFirst)
    {
        // Which of the lanes' four eights take the second eight rows or columns: of a first operand the odd ones, of a second the last two.
        var (side, depth) = isFirst ? ("_lane / 8 % 2", "_lane / 16") : ("_lane / 16", "_lane / 8 % 2");
        string at = isDeep
            ? $"(({warpSide} + ({side} * 8) + (_lane % 8)) * {Number(Pitch)}) + ({depth} * {Number(Piece)})"
            : $"((({depth} * 8) + (_lane % 8)) * {Number(Pitch)}) + ({warpSide} * 2) + ({side} * {Number(Piece)})";
        code.Line($"int _part{name} = {Number(offset)} + {at};");
    }

    /// <summary>Writes where in the stage <c>_from</c> they are.</summary>
    public void Enter(CodeWriter code) => code.Line($"CudaAsm.Emit(\"add.s32 {Start}0, shared0, %0;\", _from + _part{name});");

    /// <summary>The text that loads four matrices, or two, of a step of depth, from a row or column of the warp on.</summary>
    public string Matrices(int step, int side, IReadOnlyList<string> registers)
    {
        int at = isDeep ? (side * Pitch) + (step * 2 * StepDepth) : (side * 2) + (step * StepDepth * Pitch);
        return $"ldmatrix.sync.aligned.m8n8.x{Number(registers.Count)}{(isDeep ? "" : ".trans")}.shared.b16 {{{string.Join(", ", registers)}}}, [{Start}0+{Number(at)}];";
    }

    private static string Bracketed(string sum) => sum.Contains(' ') ? $"({sum})" : sum;

    private static string Plus(string variable, int constant) => constant == 0 ? variable : $"{variable} + {Number(constant)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
