using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TensorDsl.Ilgpu.Tests.StandIn;

namespace ILGPU;

/// <summary>
/// Stands in for ILGPU's type: a stretch of the device's memory, which only the device may look into. It checks every index, and
/// that what is loaded at once lies on as many bytes. Offset and length are in bytes.
/// </summary>
public readonly struct ArrayView<T>(byte[] memory, long offset, long bytes)
    where T : unmanaged
{
    public long Length => bytes / Unsafe.SizeOf<T>();

    /// <summary>The memory as the driver sees it, which copies from it and to it for the host.</summary>
    internal Span<T> Span => MemoryMarshal.Cast<byte, T>(memory.AsSpan((int)offset, (int)bytes));

    public ref T this[int index]
    {
        get
        {
            DeviceSide.Require();
            if (index < 0 || index >= Length)
                throw new IndexOutOfRangeException($"The kernel reaches for element {index} of {Length}.");
            return ref Unsafe.As<byte, T>(ref memory[offset + ((long)index * Unsafe.SizeOf<T>())]);
        }
    }

    public ArrayView<T> SubView(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, Length);
        return new(memory, offset + (start * Unsafe.SizeOf<T>()), count * Unsafe.SizeOf<T>());
    }

    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Address % Math.Min(16, Unsafe.SizeOf<TOther>()), 0, nameof(TOther));
        return new(memory, offset, bytes);
    }

    /// <summary>Where it begins; the memory stays where it is.</summary>
    internal unsafe nint Address => (nint)Unsafe.AsPointer(ref memory[offset]);
}
