using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>How a weight of fewer bits becomes a float; a kernel is written once, as a generic method over it.</summary>
internal unsafe interface IStoredWeight
{
    /// <summary>Bytes of a weight.</summary>
    static abstract int Bytes { get; }

    /// <summary>As many consecutive weights as a vector has lanes, without their scales.</summary>
    static abstract V Load<V>(byte* source)
        where V : unmanaged, ISimd<V>;
}

/// <summary>The upper half of a float.</summary>
internal readonly unsafe struct BFloat16Weight : IStoredWeight
{
    public static int Bytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(byte* source)
        where V : unmanaged, ISimd<V> => V.LoadUpper((ushort*)source);
}

/// <summary>A whole number.</summary>
internal readonly unsafe struct Int8Weight : IStoredWeight
{
    public static int Bytes => sizeof(sbyte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(byte* source)
        where V : unmanaged, ISimd<V> => V.LoadSByte((sbyte*)source);
}
