using System.Runtime.InteropServices;

namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>
/// The loading of matrices of 8 × 8 numbers of 16 bits by a warp: lanes 8·i to 8·i + 7 name the lines of matrix i, and each lane gets two
/// neighbours of a line of each matrix, or, transposed, of a column.
/// </summary>
internal static class PtxMatrices
{
    private const string Start = "ldmatrix.sync.aligned.m8n8.x", End = ".shared.b16", Transposed = ".trans" + End;
    private const int Side = 8, LineBytes = 16;

    /// <summary>Whether an instruction is such.</summary>
    public static bool Is(string name) => name.StartsWith(Start, StringComparison.Ordinal) && name.EndsWith(End, StringComparison.Ordinal);

    /// <summary>Runs the same instruction on all lanes of a warp.</summary>
    public static void Run(IReadOnlyList<PtxLane> lanes, PtxInstruction instruction, IReadOnlyList<ulong[]> arguments)
    {
        bool isTransposed = instruction.Name.EndsWith(Transposed, StringComparison.Ordinal);
        string[] registers = instruction.Operands[0];
        if (registers.Length != instruction.Name[Start.Length] - '0')
            throw new InvalidOperationException($"PTX: {instruction.Name} has {registers.Length} registers.");
        for (int matrix = 0; matrix < registers.Length; matrix++)
        {
            ushort[][] lines = [.. Enumerable.Range(Side * matrix, Side).Select(lane => Line(lanes[lane].Shared(instruction.Operands[1][0], arguments[lane])))];
            for (int lane = 0; lane < lanes.Count; lane++)
            {
                var (line, pair) = (lane / 4, lane % 4 * 2);
                var (low, high) = isTransposed ? (lines[pair][line], lines[pair + 1][line]) : (lines[line][pair], lines[line][pair + 1]);
                lanes[lane].Write(registers[matrix], arguments[lane], low | ((uint)high << 16));
            }
        }
    }

    private static ushort[] Line(int place) => (place + PtxCopies.SharedStart) % LineBytes == 0
        ? MemoryMarshal.Cast<byte, ushort>(StandInThread.Current.Group.FirstShared.Slice(place, LineBytes)).ToArray()
        : throw new InvalidOperationException($"PTX: a line of a matrix begins at {place}.");
}
