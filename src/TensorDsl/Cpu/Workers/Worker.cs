namespace TensorDsl.Cpu;

/// <summary>One thread's place in the team while a program runs.</summary>
/// <param name="team">The team.</param>
/// <param name="index">0 … Count − 1.</param>
public readonly unsafe struct Worker(Team team, int index)
{
    /// <summary>This worker's number, from 0.</summary>
    public int Index => index;

    /// <summary>How many workers run the program.</summary>
    public int Count => team.Count;

    /// <summary>
    /// This worker's private memory, <see cref="Team.ScratchBytes"/> bytes on a page boundary. A kernel's contents end
    /// with the kernel: the next one overwrites them.
    /// </summary>
    public float* Scratch => team.Scratch(index);

    /// <summary>Memory that all workers share, <see cref="Team.SharedBytes"/> bytes; a kernel that takes it ends with a barrier.</summary>
    internal float* Shared => team.Shared;

    /// <summary>Waits until every worker is here; what each wrote before is then seen by all.</summary>
    /// <exception cref="OperationCanceledException">Another worker failed; <see cref="Team.Run"/> throws its exception.</exception>
    public void Barrier() => team.Barrier.Wait();

    /// <summary>This worker's share of 0 … total − 1, in whole grains.</summary>
    public (int From, int To) Share(int total, int grain = 1)
    {
        int grains = (int)(((long)total + grain - 1) / grain);
        int from = (int)((long)grains * index / Count);
        int to = (int)((long)grains * (index + 1) / Count);
        return ((int)Math.Min((long)from * grain, total), (int)Math.Min((long)to * grain, total));
    }

    /// <summary>
    /// Begins a kernel of which every worker has as many parts: its own come first, and then what others have left. So it must not
    /// matter who does a part. All workers call it, for the same kernels in the same order.
    /// </summary>
    internal Parts Parts(int parts) => new(team.Queues, index, team.Count, parts, team.Queues.Begin(index, parts));
}
