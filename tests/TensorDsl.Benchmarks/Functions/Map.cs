using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>Applies a function to an array.</summary>
internal unsafe delegate void Map(float* source, float* target, int count);

/// <summary>Loops over an array whose length is a multiple of every width, at the width in use.</summary>
internal static unsafe class Maps
{
    public static Map Ours<F>()
        where F : IFunction => SimdWidth.Is512 ? Ours<F, F512> : SimdWidth.Is256 ? Ours<F, F256> : Ours<F, F128>;

    public static Map Runtime<F>()
        where F : IRuntimeFunction => SimdWidth.Is512 ? Runtime512<F> : SimdWidth.Is256 ? Runtime256<F> : Runtime128<F>;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Ours<F, V>(float* source, float* target, int count)
        where F : IFunction
        where V : unmanaged, ISimd<V>
    {
        for (int i = 0; i < count; i += V.Width)
            V.Store(target + i, F.Ours(V.Load(source + i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Runtime512<F>(float* source, float* target, int count)
        where F : IRuntimeFunction
    {
        for (int i = 0; i < count; i += Vector512<float>.Count)
            F.Runtime(Vector512.Load(source + i)).Store(target + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Runtime256<F>(float* source, float* target, int count)
        where F : IRuntimeFunction
    {
        for (int i = 0; i < count; i += Vector256<float>.Count)
            F.Runtime(Vector256.Load(source + i)).Store(target + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Runtime128<F>(float* source, float* target, int count)
        where F : IRuntimeFunction
    {
        for (int i = 0; i < count; i += Vector128<float>.Count)
            F.Runtime(Vector128.Load(source + i)).Store(target + i);
    }
}
