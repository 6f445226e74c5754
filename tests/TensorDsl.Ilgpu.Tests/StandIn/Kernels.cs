using TensorDsl.Ilgpu.Tests.StandIn;

namespace ILGPU;

/// <summary>Stands in for ILGPU's type: the threads of a group.</summary>
public static class Group
{
    public static int IdxX => StandInThread.Current.Thread;

    public static int DimX => StandInThread.Current.Group.Size;

    public static void Barrier() => StandInThread.Current.Group.Meet();

    public static bool BarrierOr(bool value) => StandInThread.Current.Group.MeetOr(value);
}

/// <summary>Stands in for ILGPU's type: the groups of a launch.</summary>
public static class Grid
{
    public static int IdxX => StandInThread.Current.Group.Index;
}

/// <summary>Stands in for ILGPU's type: memory that the threads of a group share.</summary>
public static class SharedMemory
{
    public static ArrayView<T> Allocate<T>(int length)
        where T : unmanaged => StandInThread.Current.Share<T>(length);
}

/// <summary>Stands in for ILGPU's type: bits of numbers.</summary>
public static class Interop
{
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);
}
