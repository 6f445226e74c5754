using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace TensorDsl.Ilgpu;

/// <summary>
/// Takes what goes up to a device through a ring of page-locked buffers, from which the device copies while the host goes on.
/// The host waits only where a buffer's turn comes again before the copy out of it has been made.
/// </summary>
internal sealed class Staging(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    // Bytes of a buffer: what is larger goes up in parts.
    private const int Least = 1 << 12, Largest = 1 << 22;

    // Steps that the host can be ahead by, at three uploads each.
    private const int Buffers = 24;

    private readonly Slot?[] _ring = new Slot?[Buffers];
    private int _next;

    /// <summary>Asks for a copy; the source may change at once.</summary>
    public void Upload<T>(ReadOnlySpan<T> source, ArrayView<T> target)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(source);
        var there = target.SubView(0, source.Length).Cast<byte>();
        for (int from = 0; from < bytes.Length; from += Largest)
        {
            int count = Math.Min(Largest, bytes.Length - from);
            var slot = Next(count);
            bytes.Slice(from, count).CopyTo(slot.Memory.Span);
            there.SubView(from, count).CopyFromCPUUnsafeAsync(stream, ref MemoryMarshal.GetReference(slot.Memory.Span), count);
            slot.Copied.Set();
        }
    }

    /// <summary>Releases the buffers, when the stream has come to its end.</summary>
    public void Dispose()
    {
        foreach (var slot in _ring)
            slot?.Dispose();
    }

    private Slot Next(int bytes)
    {
        int at = _next;
        _next = (at + 1) % Buffers;
        _ring[at]?.Copied.Wait();
        if (_ring[at] is { } known && known.Memory.Length >= bytes)
            return known;
        _ring[at]?.Dispose();
        int size = Least;
        while (size < bytes)
            size *= 2;
        _ring[at] = null;
        return _ring[at] = new Slot(new HostMemory(accelerator, size), new Fence(stream));
    }

    private sealed record Slot(HostMemory Memory, Fence Copied) : IDisposable
    {
        public void Dispose()
        {
            Copied.Dispose();
            Memory.Dispose();
        }
    }
}
