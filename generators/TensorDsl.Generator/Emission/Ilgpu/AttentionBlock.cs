using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Vectors of a block of positions in shared memory, rounded, as a second operand. Where sums go along the vectors, a word has
/// neighbouring elements, and a thread's two words of a step are neighbours. Where sums go across positions, a word has
/// neighbouring positions, and a thread's neighbours are columns of two tiles. Lines are padded so that a warp's loads meet no bank twice.
/// </summary>
/// <param name="name">The name of its variables.</param>
/// <param name="attention">Whose vectors they are.</param>
/// <param name="node">Where they come from.</param>
/// <param name="width">The length of a vector.</param>
/// <param name="positions">The positions of a block.</param>
/// <param name="isAcross">Whether sums go across positions.</param>
/// <param name="format">What they are rounded to.</param>
/// <param name="scale">What they are multiplied by before.</param>
internal sealed class AttentionBlock(string name, AttentionKernel attention, Node node, int width, int positions, bool isAcross, TensorFormat format, double scale = 1)
{
    // Loads that are under way together, at most, and the words of a group's shared memory.
    private const int Together = 4, Room = 48 << 8;

    /// <summary>The variable for what is there.</summary>
    public string Name => name;

    private int Words => Lines * Stride;

    /// <summary>The words of depth from a thread's first one to its second one, where sums go across positions.</summary>
    private int Part => format.PerWord == 1 ? 1 : 4;

    private int Lines => isAcross ? positions / format.PerWord : positions;

    private int Length => isAcross ? (width + 15) / 16 * 16 : TensorAttention.Steps(width, format) * TensorFormat.StepWords;

    private int Stride => !isAcross ? Length + (Length % 16 == 0 ? 8 : 0) : Length + (format.PerWord == 1 ? 4 : 8);

    /// <summary>Blocks of as many positions, up to <paramref name="most"/>, as shared memory has room for.</summary>
    /// <param name="most">A power of two.</param>
    /// <param name="beside">The words of each position beside the blocks.</param>
    /// <param name="blocks">The blocks for a number of positions.</param>
    public static (int Positions, AttentionBlock[] Blocks) Fit(int most, int beside, Func<int, AttentionBlock[]> blocks)
    {
        while (blocks(most).Sum(block => block.Words) + (beside * most) > Room)
            most /= 2;
        return (most, blocks(most));
    }

    /// <summary>Writes the allocation, which all threads pass.</summary>
    public void Allocate(CodeWriter code)
    {
        code.Line($"var _{name}Pairs = SharedMemory.Allocate<Gpu::WordPair>({Number(Words / 2)});");
        code.Line($"var _{name} = _{name}Pairs.Cast<uint>();");
        string first = isAcross ? $"(_inQuad * {Number(Stride / 2 * (format.PerWord == 1 ? 2 : 1))}) + _quad" : $"(_quad * {Number(Stride / 2)}) + _inQuad";
        int last = isAcross ? Place((Lines / 8) - 1, 1, (Length / 16) - 1) : Place((Lines / 8) - 1, (Length / 8) - 1);
        code.Line($"var _{name}Own = _{name}Pairs.SubView({first}, {Number(last + 1)});");
    }

    /// <summary>A thread's two words of eight positions and a step of depth.</summary>
    public string Pair(int tile, int step) => $"_{name}Own[{Number(Place(tile, step))}]";

    /// <summary>A thread's first or second word of a step of depth, for two tiles of eight columns.</summary>
    public string Pair(int step, int part, int tiles) => $"_{name}Own[{Number(Place(step, part, tiles))}]";

    /// <summary>Writes the filling with positions from <c>_start</c> on; beyond the last one it is the last one again.</summary>
    public void Fill(CodeWriter code, string count)
    {
        const int Threads = TensorTile.Threads;
        int together = Together;
        while (Lines * Length % (together * Threads) != 0)
            together /= 2;
        code.Block($"for (int _l = _thread; _l < {Number(Lines * Length)}; _l += {Number(together * Threads)})", () =>
        {
            for (int i = 0; i < together; i++)
            {
                string word = i == 0 ? "_l" : $"(_l + {Number(i * Threads)})";
                code.Line($"int _line{Number(i)} = {word} / {Number(Length)}, _place{Number(i)} = {word} % {Number(Length)};");
                for (int part = 0; part < format.PerWord; part++)
                    Read(code, i, part, count);
            }

            for (int i = 0; i < together; i++)
            {
                string values = string.Join(", ", Enumerable.Range(0, format.PerWord).Select(part => $"_read{Number(i)}{Number(part)}"));
                code.Line($"CudaAsm.Emit(\"{format.Round}\", out _{name}[(_line{Number(i)} * {Number(Stride)}) + _place{Number(i)}], {values});");
            }
        });
    }

    private void Read(CodeWriter code, int i, int part, string count)
    {
        string own = $"{Number(i)}{Number(part)}", line = $"_line{Number(i)}", place = $"_place{Number(i)}";
        string position = isAcross ? Element(line, part) : line;
        string element = isAcross ? place : Element(place, part);
        code.Line($"int _at{own} = _start + {position};");
        code.Line($"_at{own} = _at{own} < {count} ? _at{own} : {count} - 1;");
        if (Length * (isAcross ? 1 : format.PerWord) > width)
            element = $"({element} < {Number(width)} ? {element} : {Number(width - 1)})";
        code.Line($"float _read{own} = {attention.View(node)}[{attention.At(node, $"_at{own}")} + {element}]{(scale == 1 ? "" : $" * {Text.Literal(scale)}")};");
    }

    private string Element(string word, int part) => format.PerWord == 1 ? word : $"({word} * {Number(format.PerWord)}{(part == 0 ? "" : $" + {Number(part)}")})";

    private int Place(int tile, int step) => ((8 * tile * Stride) + (TensorFormat.StepWords * step)) / 2;

    private int Place(int step, int part, int tiles) => ((((TensorFormat.StepWords * step) + (Part * part)) * Stride) + (16 * tiles)) / 2;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
