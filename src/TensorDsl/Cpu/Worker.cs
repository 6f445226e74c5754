namespace TensorDsl.Cpu;

/// <summary>One thread's place in the team while a program runs.</summary>
/// <param name="team">The team.</param>
/// <param name="index">0 … Count − 1.</param>
public readonly struct Worker(Team team, int index)
{
    /// <summary>This worker's number, from 0.</summary>
    public int Index => index;

    /// <summary>How many workers run the program.</summary>
    public int Count => team.Count;

    /// <summary>Waits until every worker is here; what each wrote before is then seen by all.</summary>
    public void Barrier() => team.Barrier.Wait();

    /// <summary>This worker's share of 0 … total − 1, in whole grains.</summary>
    public (int From, int To) Share(int total, int grain = 1)
    {
        int grains = (total + grain - 1) / grain;
        int from = (int)((long)grains * index / Count) * grain;
        int to = (int)((long)grains * (index + 1) / Count) * grain;
        return (from, Math.Min(to, total));
    }
}
