using System.Runtime.CompilerServices;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Memory whose content is not defined: what reads it before it writes gets no numbers.</summary>
internal static class StandInMemory
{
    public static byte[] Allocate<T>(long length)
        where T : unmanaged
    {
        byte[] memory = new byte[length * Unsafe.SizeOf<T>()];
        memory.AsSpan().Fill(0xFF);
        return memory;
    }
}
