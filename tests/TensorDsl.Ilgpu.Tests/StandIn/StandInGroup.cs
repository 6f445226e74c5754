using ILGPU;
using TensorDsl.Ilgpu.Tests.StandIn.Ptx;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>
/// A group: its threads are real ones, which meet at barriers. Kernels that never meet need no others: a single thread goes
/// through all places of a group then.
/// </summary>
internal sealed class StandInGroup(int size, bool isAlone) : IDisposable
{
    private readonly Dictionary<int, ArrayView<byte>> _shared = [];
    private readonly Lock _lock = new();
    private readonly Rendezvous _rendezvous = new(size);
    private volatile bool _any;
    private volatile bool _lastAny;
    private volatile bool _isOver;
    private int _waiting;
    private int _turning;
    private volatile Exception? _failure;

    public int Size => size;

    public int Index { get; private set; }

    /// <summary>The registers of its threads.</summary>
    public PtxLane[] Lanes { get; } = [.. Enumerable.Range(0, size).Select(_ => new PtxLane())];

    /// <summary>Whether a thread waited for others.</summary>
    public bool HasMet { get; private set; }

    /// <summary>Becomes another group, whose shared memory has no defined content to begin with.</summary>
    public void Begin(int index)
    {
        Index = index;
        _shared.Clear();
    }

    /// <summary>What was allocated first.</summary>
    public Span<byte> FirstShared => _shared[0].Span;

    public ArrayView<T> Share<T>(int allocation, int length)
        where T : unmanaged
    {
        lock (_lock)
        {
            if (!_shared.TryGetValue(allocation, out var memory))
                _shared.Add(allocation, memory = StandInMemory.Allocate<T>(length).Cast<byte>());
            return memory.Cast<T>();
        }
    }

    /// <summary>Waits for all threads of the group.</summary>
    public void Meet() => MeetOr(false);

    /// <summary>The same, and whether any of them said so.</summary>
    public bool MeetOr(bool value)
    {
        HasMet = true;
        if (isAlone && size > 1)
            throw new InvalidOperationException("A kernel that had no barrier has one now.");
        if (value)
            _any = true;
        Wait(() => { });
        return _lastAny;
    }

    /// <summary>Becomes the next group once all threads are done with this one; that is no barrier of the kernel's.</summary>
    public void Turn()
    {
        Interlocked.Increment(ref _turning);
        Wait(() => Begin(Index + 1));
    }

    /// <summary>Waits for the others a last time, which then leave as well.</summary>
    public void Fail(Exception failure)
    {
        _failure ??= failure;
        Arrive(() => { });
    }

    public void ThrowIfFailed()
    {
        if (_failure is not null)
            throw new InvalidOperationException($"A kernel failed: {_failure.Message}", _failure);
    }

    public void Dispose() => _rendezvous.Dispose();

    private void Wait(Action whenAllAreHere)
    {
        Arrive(whenAllAreHere);
        if (_isOver)
            throw new OperationCanceledException("A thread of the group failed.");
    }

    // The last to come does what belongs between two stretches of the kernel, and says for all whether they leave: who is late to look may
    // find a failure of the next stretch.
    private void Arrive(Action whenAllAreHere)
    {
        if (Interlocked.Increment(ref _waiting) == size)
        {
            _waiting = 0;
            (_lastAny, _any) = (_any, false);
            try
            {
                if (_failure is null && _turning != 0 && _turning != size)
                    throw new InvalidOperationException("Not all threads came to the same barrier.");
                _turning = 0;
                if (_failure is null)
                    PtxWarp.RunPending(Lanes);
                whenAllAreHere();
            }
            catch (Exception failure)
            {
                _failure = failure;
            }

            _isOver = _failure is not null;
        }

        _rendezvous.Wait();
    }
}
