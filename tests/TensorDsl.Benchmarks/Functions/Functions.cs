using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Benchmarks;

internal readonly struct Exp : IRuntimeFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IFunction.Ours<V>(V x) => V.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Runtime(Vector512<float> x) => Vector512.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Runtime(Vector256<float> x) => Vector256.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Runtime(Vector128<float> x) => Vector128.Exp(x);
}

internal readonly struct Log : IRuntimeFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IFunction.Ours<V>(V x) => V.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Runtime(Vector512<float> x) => Vector512.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Runtime(Vector256<float> x) => Vector256.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Runtime(Vector128<float> x) => Vector128.Log(x);
}

internal readonly struct Sin : IRuntimeFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IFunction.Ours<V>(V x) => V.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Runtime(Vector512<float> x) => Vector512.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Runtime(Vector256<float> x) => Vector256.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Runtime(Vector128<float> x) => Vector128.Sin(x);
}

internal readonly struct Cos : IRuntimeFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IFunction.Ours<V>(V x) => V.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Runtime(Vector512<float> x) => Vector512.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Runtime(Vector256<float> x) => Vector256.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Runtime(Vector128<float> x) => Vector128.Cos(x);
}

internal readonly struct Tanh : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IFunction.Ours<V>(V x) => V.Tanh(x);
}

internal readonly struct Erf : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V IFunction.Ours<V>(V x) => V.Erf(x);
}
