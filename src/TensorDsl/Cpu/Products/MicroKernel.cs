using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>
/// The innermost product: a few rows of A times a panel of B two vectors wide, with every sum in a register.
/// Each sum runs over k in order, so that a result does not depend on how rows and columns are grouped.
/// </summary>
/// <remarks>
/// One load of an element of A serves two multiply-adds, two loads of B serve all rows: with R rows and two vectors,
/// R + 2 loads for 2R multiply-adds. Rows are addressed from every third one, by 0, 1 and 2 strides, which keeps the
/// address registers few.
/// </remarks>
internal static unsafe partial class MicroKernel
{
    /// <summary>Steps over k that are written one after the other: what counts them costs as much as a multiply-add.</summary>
    private const int Unrolled = Ahead.Unit;

    /// <summary>The number of rows that suits the width: as many sums as there are registers for.</summary>
    public static int MaxRows<V>()
        where V : unmanaged, ISimd<V> => V.Width == 16 ? 12 : 6;

    /// <summary>The number of rows that the next call should take of <paramref name="left"/> rows.</summary>
    public static int Rows<V>(int left)
        where V : unmanaged, ISimd<V>
    {
        if (V.Width == 16 && left >= 8)
            return left >= 12 ? 12 : 8;
        if (V.Width != 16 && left >= 6)
            return 6;
        return left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    /// <summary>C[r, j] (+)= Σₖ a[r · rs + k · ks] · b[k · bs + j] for all rows and the two vectors' columns.</summary>
    /// <param name="rows">A number that <see cref="Rows{V}"/> returned.</param>
    /// <param name="a">The first row's first element.</param>
    /// <param name="rs">From row to row, in floats.</param>
    /// <param name="ks">From k to k + 1 in A.</param>
    /// <param name="b">The panel.</param>
    /// <param name="bs">From k to k + 1 in B.</param>
    /// <param name="k">The number of products summed.</param>
    /// <param name="c">Where the sums go.</param>
    /// <param name="ldc">From row to row of C.</param>
    /// <param name="accumulate">Whether the sums are added to what C holds.</param>
    /// <param name="ahead">What to ask memory for meanwhile.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<V>(
        int rows, float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where V : unmanaged, ISimd<V>
    {
        if (V.Width == Lanes512.Width)
            Run<Lanes512, Vector512<float>>(rows, a, rs, ks, b, bs, k, c, ldc, accumulate, ahead);
        else if (V.Width == Lanes256.Width)
            Run<Lanes256, Vector256<float>>(rows, a, rs, ks, b, bs, k, c, ldc, accumulate, ahead);
        else if (V.Width == Lanes128.Width)
            Run<Lanes128, Vector128<float>>(rows, a, rs, ks, b, bs, k, c, ldc, accumulate, ahead);
        else
            Run<Lanes32, float>(rows, a, rs, ks, b, bs, k, c, ldc, accumulate, ahead);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<L, TVector>(
        int rows, float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        switch (rows)
        {
            case 12: Rows12<L, TVector>(a, rs, ks, b, bs, k, c, ldc, accumulate, ahead); break;
            case 8: Rows8<L, TVector>(a, rs, ks, b, bs, k, c, ldc, accumulate, ahead); break;
            case 6: Rows6<L, TVector>(a, rs, ks, b, bs, k, c, ldc, accumulate, ahead); break;
            case 4: Rows4<L, TVector>(a, rs, ks, b, bs, k, c, ldc, accumulate, ahead); break;
            case 2: Rows2<L, TVector>(a, rs, ks, b, bs, k, c, ldc, accumulate, ahead); break;
            default: Rows1<L, TVector>(a, rs, ks, b, bs, k, c, ldc, accumulate, ahead); break;
        }
    }

    /// <summary>Two multiply-adds with an element of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<L, TVector>(float a, TVector left, TVector right, ref TVector l, ref TVector r)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector x = L.Broadcast(a);
        l = L.Fma(x, left, l);
        r = L.Fma(x, right, r);
    }

    /// <summary>Stores a row's sums, or adds them, and returns where the next row is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Put<L, TVector>(float* c, nint ldc, TVector l, TVector r, bool accumulate)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        if (accumulate)
        {
            l = L.Add(L.Load(c), l);
            r = L.Add(L.Load(c + L.Width), r);
        }

        L.Store(c, l);
        L.Store(c + L.Width, r);
        return c + ldc;
    }

    /// <summary>Asks memory for what is wanted soon, as much as a panel's next few rows take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask<L, TVector>(ref float* next, ref nint left, in Ahead ahead)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        nint step = ahead.Step;
        if (step == 0)
            return;
        for (int i = 0; i < Unrolled; i++, next += step)
        {
            CacheLine.Prefetch(next);
            if (L.Width == CacheLine.Floats)
                CacheLine.Prefetch(next + CacheLine.Floats);
        }

        left -= Unrolled;
        if (left > 0)
            return;
        next += ahead.Jump;
        left = ahead.Run;
    }

    /// <summary>Asks for the target's cache lines, which are wanted when k has run out: a store waits for its line like a load.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<L, TVector>(float* c, nint ldc, int rows)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        for (int r = 0; r < rows; r++, c += ldc)
        {
            CacheLine.Prefetch(c);
            if (L.Width == CacheLine.Floats)
                CacheLine.Prefetch(c + CacheLine.Floats);
        }
    }
}
