using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Random numbers by position, in 32-bit whole-number arithmetic, so that every vector width and every device gives the same
/// bits: the n-th number of a key is a hash of both, and nothing is stored. The step is that of the golden ratio, the mixing
/// that of MurmurHash3 (Appleby, 2011).
/// </summary>
public static class PositionRandom
{
    internal const uint Step = 0x9E3779B9;
    internal const uint First = 0x85EBCA6B;
    internal const uint Second = 0xC2B2AE35;
    internal const float Unit = 1f / (1 << 24);

    /// <summary>The key of a place in a model, under a seed.</summary>
    public static uint Key(ulong seed, uint place) => Derive(Derive(Derive(0, (uint)seed), (uint)(seed >> 32)), place);

    /// <summary>The key of one iteration of a loop.</summary>
    public static uint Derive(uint key, uint part) => Mix(key + ((part + 1) * Step));

    /// <summary>The number of a key at a position: one of 2²⁴ evenly spaced in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Uniform(uint key, int position) => (int)(Derive(key, (uint)position) >> 8) * Unit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * First;
        x = (x ^ (x >> 13)) * Second;
        return x ^ (x >> 16);
    }
}
