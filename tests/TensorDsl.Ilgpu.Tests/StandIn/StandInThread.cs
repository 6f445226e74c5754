using TensorDsl.Ilgpu.Tests.StandIn.Ptx;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>One thread of a group, as kernels ask about it.</summary>
internal sealed class StandInThread(StandInGroup group, int thread)
{
    [ThreadStatic]
    private static StandInThread? _current;

    private int _allocations;

    public static StandInThread Current
    {
        get => _current ?? throw new InvalidOperationException("This is no kernel.");
        set => _current = value;
    }

    /// <summary>This thread runs no kernel any more.</summary>
    public static void Leave() => _current = null;

    public StandInGroup Group => group;

    public int Thread => thread;

    /// <summary>Its registers of PTX.</summary>
    public PtxLane Lane { get; private set; } = new();

    /// <summary>All threads allocate the same memory in the same order.</summary>
    public ILGPU.ArrayView<T> Share<T>(int length)
        where T : unmanaged => group.Share<T>(_allocations++, length);

    /// <summary>Forgets what the last group allocated and declared.</summary>
    public void Begin()
    {
        _allocations = 0;
        group.Lanes[thread] = Lane = new PtxLane();
    }
}
