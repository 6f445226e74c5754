namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>
/// The matrix products that a warp runs together: D (16, 8) = A (16, k) · B (k, 8) + C (16, 8). Which lane has which elements
/// is written down as the PTX ISA says it, by the group of four that a lane is in and its place in it.
/// </summary>
/// <param name="Depth">k.</param>
/// <param name="PerWord">Elements in a register.</param>
internal sealed record PtxMma(int Depth, int PerWord)
{
    private static readonly Dictionary<string, PtxMma> Known = new()
    {
        ["mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32"] = new(8, 1),
        ["mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"] = new(16, 2),
    };

    /// <summary>The product of a name.</summary>
    public static PtxMma Of(string name) => Known.TryGetValue(name, out var known)
        ? known
        : throw new InvalidOperationException($"PTX: the stand-in does not know {name}.");

    /// <summary>Runs the same instruction on all lanes of a warp.</summary>
    public void Run(IReadOnlyList<PtxLane> lanes, PtxInstruction instruction, IReadOnlyList<ulong[]> arguments)
    {
        float[,] a = new float[16, Depth], b = new float[Depth, 8], d = new float[16, 8];
        for (int lane = 0; lane < lanes.Count; lane++)
        {
            for (int i = 0; i < 4 * PerWord; i++)
            {
                var (row, column) = PlaceInA(lane, i);
                a[row, column] = Element(Read(lane, 1, i / PerWord), i % PerWord);
            }

            for (int i = 0; i < 2 * PerWord; i++)
            {
                var (row, column) = PlaceInB(lane, i);
                b[row, column] = Element(Read(lane, 2, i / PerWord), i % PerWord);
            }
        }

        for (int lane = 0; lane < lanes.Count; lane++)
        {
            for (int i = 0; i < 4; i++)
            {
                var (row, column) = PlaceInC(lane, i);
                float sum = BitConverter.UInt32BitsToSingle(Read(lane, 3, i));
                for (int k = 0; k < Depth; k++)
                    sum += a[row, k] * b[k, column];
                d[row, column] = sum;
            }
        }

        for (int lane = 0; lane < lanes.Count; lane++)
        {
            for (int i = 0; i < 4; i++)
            {
                var (row, column) = PlaceInC(lane, i);
                lanes[lane].Write(instruction.Operands[0][i], arguments[lane], BitConverter.SingleToUInt32Bits(d[row, column]));
            }
        }

        uint Read(int lane, int operand, int register) => lanes[lane].Read(instruction.Operands[operand][register], arguments[lane]);
    }

    private (int Row, int Column) PlaceInA(int lane, int i)
    {
        var (group, place) = (lane >> 2, lane % 4);
        return PerWord == 1
            ? (i is 0 or 2 ? group : group + 8, i is 0 or 1 ? place : place + 4)
            : (i is 0 or 1 or 4 or 5 ? group : group + 8, i < 4 ? (place * 2) + (i & 1) : (place * 2) + (i & 1) + 8);
    }

    private (int Row, int Column) PlaceInB(int lane, int i)
    {
        var (group, place) = (lane >> 2, lane % 4);
        return PerWord == 1
            ? (i is 0 ? place : place + 4, group)
            : (i < 2 ? (place * 2) + (i & 1) : (place * 2) + (i & 1) + 8, group);
    }

    private static (int Row, int Column) PlaceInC(int lane, int i) => (i < 2 ? lane >> 2 : (lane >> 2) + 8, (lane % 4 * 2) + (i & 1));

    private float Element(uint word, int half)
    {
        if (PerWord == 2)
            return BitConverter.UInt32BitsToSingle(half == 0 ? word << 16 : word & 0xFFFF0000);

        // Hardware would drop these bits: an operand that was not rounded.
        if ((word & 0x1FFF) != 0)
            throw new InvalidOperationException($"PTX: {BitConverter.UInt32BitsToSingle(word)} is not rounded to TF32.");
        return BitConverter.UInt32BitsToSingle(word);
    }
}
