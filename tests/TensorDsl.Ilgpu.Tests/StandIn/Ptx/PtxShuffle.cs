namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>The exchange of a register between the lanes of a warp whose numbers differ in some bits.</summary>
internal static class PtxShuffle
{
    public const string Name = "shfl.sync.bfly.b32";

    /// <summary>Runs the same instruction on all lanes of a warp.</summary>
    public static void Run(IReadOnlyList<PtxLane> lanes, PtxInstruction instruction, IReadOnlyList<ulong[]> arguments)
    {
        uint Read(int lane, int operand) => lanes[lane].Read(instruction.Operands[operand][0], arguments[lane]);
        if (Read(0, 3) != 31 || Read(0, 4) != 0xFFFFFFFF)
            throw new InvalidOperationException("PTX: the stand-in shuffles whole warps only.");
        uint[] results = [.. Enumerable.Range(0, lanes.Count).Select(lane => Read(lane ^ (int)Read(lane, 2), 1))];
        for (int lane = 0; lane < lanes.Count; lane++)
            lanes[lane].Write(instruction.Operands[0][0], arguments[lane], results[lane]);
    }
}
