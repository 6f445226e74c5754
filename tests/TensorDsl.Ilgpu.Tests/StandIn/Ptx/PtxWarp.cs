namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>32 neighbouring threads of a group, which run some instructions together.</summary>
internal static class PtxWarp
{
    private const int Size = 32;

    /// <summary>Runs what the lanes of all warps put off.</summary>
    public static void RunPending(IReadOnlyList<PtxLane> lanes)
    {
        for (int first = 0; first < lanes.Count; first += Size)
        {
            PtxLane[] warp = [.. lanes.Skip(first).Take(Size)];
            while (warp.Any(lane => lane.Pending.Count > 0))
            {
                foreach (var lane in warp)
                    lane.RunAlone();
                if (warp.All(lane => lane.Pending.Count == 0))
                    break;
                if (warp.Length < Size || warp.Any(lane => lane.Pending.Count == 0 || lane.Pending.Peek().Instruction != warp[0].Pending.Peek().Instruction))
                    throw new InvalidOperationException("PTX: the lanes of a warp do not all run the same instruction.");
                var instruction = warp[0].Pending.Peek().Instruction;
                ulong[][] arguments = [.. warp.Select(lane => lane.Pending.Dequeue().Arguments)];
                if (instruction.Name == PtxShuffle.Name)
                    PtxShuffle.Run(warp, instruction, arguments);
                else if (PtxMatrices.Is(instruction.Name))
                    PtxMatrices.Run(warp, instruction, arguments);
                else
                    PtxMma.Of(instruction.Name).Run(warp, instruction, arguments);
            }
        }
    }
}
