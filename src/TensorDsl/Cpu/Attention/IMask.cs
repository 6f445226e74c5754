using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>How much of a block of scores a mask lets through.</summary>
public enum MaskCover
{
    /// <summary>Nothing: the block is not computed.</summary>
    None,

    /// <summary>Something: each score is tested.</summary>
    Some,

    /// <summary>Everything: no score is tested.</summary>
    All,
}

/// <summary>Which positions s a position t attends to.</summary>
public interface IMask
{
    /// <summary>Whether row t sees column s.</summary>
    bool Allowed(int t, int s);

    /// <summary>
    /// The cover of rows t0 … t1 − 1 and columns s0 … s1 − 1. <see cref="MaskCover.Some"/> is always right;
    /// the other two save work.
    /// </summary>
    MaskCover Cover(int t0, int t1, int s0, int s1);

    /// <summary>
    /// How many columns row t sees, if those are the first ones and later rows see no fewer; negative where that does not
    /// describe the mask.
    /// </summary>
    int Leading(int t);
}

/// <summary>Everything is seen.</summary>
public readonly struct NoMask : IMask
{
    /// <inheritdoc/>
    public bool Allowed(int t, int s) => true;

    /// <inheritdoc/>
    public MaskCover Cover(int t0, int t1, int s0, int s1) => MaskCover.All;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Leading(int t) => int.MaxValue;
}

/// <summary>A position sees itself and what came before: s ≤ t.</summary>
public readonly struct CausalMask : IMask
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Allowed(int t, int s) => s <= t;

    /// <inheritdoc/>
    public MaskCover Cover(int t0, int t1, int s0, int s1) =>
        s0 >= t1 ? MaskCover.None : s1 <= t0 + 1 ? MaskCover.All : MaskCover.Some;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Leading(int t) => t + 1;
}

/// <summary>The causal mask of queries that stand after <paramref name="past"/> keys: s ≤ t + past.</summary>
/// <param name="past">How many keys come before the first query's own.</param>
public readonly struct ShiftedCausalMask(int past) : IMask
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Allowed(int t, int s) => s <= t + past;

    /// <inheritdoc/>
    public MaskCover Cover(int t0, int t1, int s0, int s1) =>
        s0 >= t1 + past ? MaskCover.None : s1 <= t0 + past + 1 ? MaskCover.All : MaskCover.Some;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Leading(int t) => Math.Max(0, t + past + 1);
}
