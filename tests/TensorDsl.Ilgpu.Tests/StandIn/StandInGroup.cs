using TensorDsl.Ilgpu.Tests.StandIn.Ptx;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>
/// A group: its threads are real ones, which meet at barriers. Kernels that never meet need no others: a single thread goes
/// through all places of a group then.
/// </summary>
internal sealed class StandInGroup(int size, bool isAlone)
{
    private readonly Dictionary<int, byte[]> _shared = [];
    private readonly object _lock = new();
    private int _waiting;
    private int _meetings;
    private bool _any;
    private bool _lastAny;
    private Exception? _failure;

    public int Size => size;

    public int Index { get; set; }

    /// <summary>The registers of its threads.</summary>
    public PtxLane[] Lanes { get; } = [.. Enumerable.Range(0, size).Select(_ => new PtxLane())];

    /// <summary>Whether a thread waited for others.</summary>
    public bool HasMet { get; private set; }

    /// <summary>Forgets shared memory, whose content is not defined to begin with.</summary>
    public void Begin(int index)
    {
        Index = index;
        _shared.Clear();
    }

    public ILGPU.ArrayView<T> Share<T>(int allocation, int length)
        where T : unmanaged
    {
        lock (_lock)
        {
            if (!_shared.TryGetValue(allocation, out byte[]? memory))
                _shared.Add(allocation, memory = StandInMemory.Allocate<T>(length));
            return new(memory, 0, memory.Length);
        }
    }

    /// <summary>Waits for all threads of the group.</summary>
    public void Meet()
    {
        HasMet = true;
        MeetOr(false);
    }

    /// <summary>The same, and whether any of them said so.</summary>
    public bool MeetOr(bool value)
    {
        HasMet = true;
        return Wait(value);
    }

    /// <summary>Lets nobody wait for a thread that failed.</summary>
    public void Fail(Exception failure)
    {
        lock (_lock)
        {
            _failure ??= failure;
            Monitor.PulseAll(_lock);
        }
    }

    public void ThrowIfFailed()
    {
        if (_failure is not null)
            throw new InvalidOperationException($"A kernel failed: {_failure.Message}", _failure);
    }

    /// <summary>Waits without counting as a barrier of the kernel.</summary>
    public bool Wait(bool value)
    {
        if (size == 1)
            return value;
        if (isAlone)
            throw new InvalidOperationException("A kernel that had no barrier has one now.");
        lock (_lock)
        {
            int meeting = _meetings;
            _any |= value;
            if (++_waiting == size)
            {
                PtxWarp.RunPending(Lanes);
                (_waiting, _lastAny, _any) = (0, _any, false);
                _meetings++;
                Monitor.PulseAll(_lock);
                return _lastAny;
            }

            while (meeting == _meetings && _failure is null)
                Monitor.Wait(_lock);
            if (_failure is not null)
                throw new OperationCanceledException("Another thread of the group failed.");
            return _lastAny;
        }
    }
}
