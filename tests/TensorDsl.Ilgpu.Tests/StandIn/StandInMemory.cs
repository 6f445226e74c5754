using System.Runtime.CompilerServices;
using ILGPU;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Memory whose content is not defined: what reads it before it writes gets no numbers. It stays where it is, from a multiple of 16 bytes on.</summary>
internal static class StandInMemory
{
    private const int Multiple = 16;

    public static ArrayView<T> Allocate<T>(long length)
        where T : unmanaged
    {
        long bytes = length * Unsafe.SizeOf<T>();
        byte[] memory = GC.AllocateUninitializedArray<byte>(checked((int)bytes + Multiple), pinned: true);
        memory.AsSpan().Fill(0xFF);
        long beyond = new ArrayView<byte>(memory, 0, memory.Length).Address % Multiple;
        return new ArrayView<T>(memory, (Multiple - beyond) % Multiple, bytes);
    }
}
