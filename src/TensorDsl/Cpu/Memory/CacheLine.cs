using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>What lies 64 bytes together and comes into a cache together.</summary>
public static unsafe class CacheLine
{
    /// <summary>Floats in a line.</summary>
    internal const int Floats = 16;

    /// <summary>Asks for the line that holds an address, which need not exist; without such an instruction, nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
