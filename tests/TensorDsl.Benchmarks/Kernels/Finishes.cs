using System.Runtime.CompilerServices;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>A product with what the step fuses into it.</summary>
internal unsafe interface IFinish
{
    /// <summary>What follows the product's name.</summary>
    static abstract string Suffix { get; }

    /// <summary>How many matrices of C's size are read or written besides C.</summary>
    static abstract int Operands { get; }

    static abstract void Multiply<V>(Worker w, Matrix a, Matrix b, float* c, float* other, int m, int n, int k)
        where V : unmanaged, ISimd<V>;
}

/// <summary>The product alone.</summary>
internal readonly unsafe struct Alone : IFinish
{
    public static string Suffix => "";

    public static int Operands => 0;

    public static void Multiply<V>(Worker w, Matrix a, Matrix b, float* c, float* other, int m, int n, int k)
        where V : unmanaged, ISimd<V> => Gemm.Multiply<V, Plain>(w, a, b, c, n, m, n, k, default);
}

/// <summary>A residual is added.</summary>
internal readonly unsafe struct Residual(float* residual, int n) : IFinish, IEpilogue
{
    public static string Suffix => " + residual";

    public static int Operands => 1;

    public static void Multiply<V>(Worker w, Matrix a, Matrix b, float* c, float* other, int m, int n, int k)
        where V : unmanaged, ISimd<V> => Gemm.Multiply<V, Residual>(w, a, b, c, n, m, n, k, new Residual(other, n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V accumulated, int batch, int row, int column)
        where V : unmanaged, ISimd<V> => V.Load(residual + ((nint)row * n) + column) + accumulated;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int batch, int row, int column) => CacheLine.Prefetch(residual + ((nint)row * n) + column);
}

/// <summary>GELU, x · Φ(x), with x kept for the backward pass.</summary>
internal readonly unsafe struct GeluForward(float* kept, int n) : IFinish, IEpilogue
{
    public static string Suffix => " + GELU";

    public static int Operands => 1;

    public static void Multiply<V>(Worker w, Matrix a, Matrix b, float* c, float* other, int m, int n, int k)
        where V : unmanaged, ISimd<V> => Gemm.Multiply<V, GeluForward>(w, a, b, c, n, m, n, k, new GeluForward(other, n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, int batch, int row, int column)
        where V : unmanaged, ISimd<V>
    {
        V.Store(kept + ((nint)row * n) + column, x);
        return x * V.Broadcast(0.5f) * (V.Broadcast(1) + V.Erf(x * V.Broadcast(0.70710678f)));
    }

    public void Prefetch(int batch, int row, int column)
    {
    }
}

/// <summary>The gradient of GELU, Φ(x) + x · φ(x), times the gradient that the product is.</summary>
internal readonly unsafe struct GeluBackward(float* kept, int n) : IFinish, IEpilogue
{
    public static string Suffix => " + GELU's gradient";

    public static int Operands => 1;

    public static void Multiply<V>(Worker w, Matrix a, Matrix b, float* c, float* other, int m, int n, int k)
        where V : unmanaged, ISimd<V> => Gemm.Multiply<V, GeluBackward>(w, a, b, c, n, m, n, k, new GeluBackward(other, n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V gradient, int batch, int row, int column)
        where V : unmanaged, ISimd<V>
    {
        V x = V.Load(kept + ((nint)row * n) + column);
        V share = V.Broadcast(0.5f) * (V.Broadcast(1) + V.Erf(x * V.Broadcast(0.70710678f)));
        V density = V.Broadcast(0.39894228f) * V.Exp(x * x * V.Broadcast(-0.5f));
        return gradient * (share + (x * density));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int batch, int row, int column) => CacheLine.Prefetch(kept + ((nint)row * n) + column);
}
