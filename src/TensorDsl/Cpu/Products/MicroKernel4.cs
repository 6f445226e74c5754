using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>What is left of the rows.</content>
internal static unsafe partial class MicroKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4<L, TVector>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        nint rs2 = 2 * rs;
        float* a3 = a + (3 * rs);
        TVector l0 = default, r0 = default, l1 = default, r1 = default, l2 = default, r2 = default, l3 = default, r3 = default;
        Prefetch<L, TVector>(c, ldc, 4);

        float* next = ahead.Start;
        nint left = ahead.Run;
        if (ks == 1)
        {
            for (; k >= Unrolled; k -= Unrolled)
            {
                Ask<L, TVector>(ref next, ref left, ahead);
                Four<L, TVector>(a, 0, a3, 0, rs, rs2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                Four<L, TVector>(a, 1, a3, 1, rs, rs2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                Four<L, TVector>(a, 2, a3, 2, rs, rs2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                Four<L, TVector>(a, 3, a3, 3, rs, rs2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                a += Unrolled;
                a3 += Unrolled;
            }
        }
        else if (rs == 1)
        {
            for (; k >= Unrolled; k -= Unrolled)
            {
                Ask<L, TVector>(ref next, ref left, ahead);
                Four<L, TVector>(a, 0, a, 3, 1, 2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                a += ks;
                Four<L, TVector>(a, 0, a, 3, 1, 2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                a += ks;
                Four<L, TVector>(a, 0, a, 3, 1, 2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                a += ks;
                Four<L, TVector>(a, 0, a, 3, 1, 2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
                b += bs;
                a += ks;
            }

            a3 = a + 3;
        }

        for (; k > 0; k--)
        {
            Four<L, TVector>(a, 0, a3, 0, rs, rs2, b, ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3);
            b += bs;
            a += ks;
            a3 += ks;
        }

        c = Put<L, TVector>(c, ldc, l0, r0, accumulate);
        c = Put<L, TVector>(c, ldc, l1, r1, accumulate);
        c = Put<L, TVector>(c, ldc, l2, r2, accumulate);
        Put<L, TVector>(c, ldc, l3, r3, accumulate);
    }

    /// <summary>One k: two vectors of B, and an element of A for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<L, TVector>(
        float* a, nint o, float* a3, nint o3, nint rs, nint rs2, float* b, ref TVector l0, ref TVector r0, ref TVector l1,
        ref TVector r1, ref TVector l2, ref TVector r2, ref TVector l3, ref TVector r3)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector left = L.Load(b), right = L.Load(b + L.Width);
        Row<L, TVector>(a[o], left, right, ref l0, ref r0);
        Row<L, TVector>(a[o + rs], left, right, ref l1, ref r1);
        Row<L, TVector>(a[o + rs2], left, right, ref l2, ref r2);
        Row<L, TVector>(a3[o3], left, right, ref l3, ref r3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2<L, TVector>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        nint rs2 = 2 * rs;
        TVector l0 = default, r0 = default, l1 = default, r1 = default;
        Prefetch<L, TVector>(c, ldc, 2);

        float* next = ahead.Start;
        nint left = ahead.Run;
        if (ks == 1)
        {
            for (; k >= Unrolled; k -= Unrolled)
            {
                Ask<L, TVector>(ref next, ref left, ahead);
                Two<L, TVector>(a, 0, rs, rs2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                Two<L, TVector>(a, 1, rs, rs2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                Two<L, TVector>(a, 2, rs, rs2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                Two<L, TVector>(a, 3, rs, rs2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                a += Unrolled;
            }
        }
        else if (rs == 1)
        {
            for (; k >= Unrolled; k -= Unrolled)
            {
                Ask<L, TVector>(ref next, ref left, ahead);
                Two<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                a += ks;
                Two<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                a += ks;
                Two<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                a += ks;
                Two<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0, ref l1, ref r1);
                b += bs;
                a += ks;
            }

        }

        for (; k > 0; k--)
        {
            Two<L, TVector>(a, 0, rs, rs2, b, ref l0, ref r0, ref l1, ref r1);
            b += bs;
            a += ks;
        }

        c = Put<L, TVector>(c, ldc, l0, r0, accumulate);
        Put<L, TVector>(c, ldc, l1, r1, accumulate);
    }

    /// <summary>One k: two vectors of B, and an element of A for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two<L, TVector>(
        float* a, nint o, nint rs, nint rs2, float* b, ref TVector l0, ref TVector r0, ref TVector l1, ref TVector r1)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector left = L.Load(b), right = L.Load(b + L.Width);
        Row<L, TVector>(a[o], left, right, ref l0, ref r0);
        Row<L, TVector>(a[o + rs], left, right, ref l1, ref r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1<L, TVector>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        nint rs2 = 2 * rs;
        TVector l0 = default, r0 = default;
        Prefetch<L, TVector>(c, ldc, 1);

        float* next = ahead.Start;
        nint left = ahead.Run;
        if (ks == 1)
        {
            for (; k >= Unrolled; k -= Unrolled)
            {
                Ask<L, TVector>(ref next, ref left, ahead);
                One<L, TVector>(a, 0, rs, rs2, b, ref l0, ref r0);
                b += bs;
                One<L, TVector>(a, 1, rs, rs2, b, ref l0, ref r0);
                b += bs;
                One<L, TVector>(a, 2, rs, rs2, b, ref l0, ref r0);
                b += bs;
                One<L, TVector>(a, 3, rs, rs2, b, ref l0, ref r0);
                b += bs;
                a += Unrolled;
            }
        }
        else if (rs == 1)
        {
            for (; k >= Unrolled; k -= Unrolled)
            {
                Ask<L, TVector>(ref next, ref left, ahead);
                One<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0);
                b += bs;
                a += ks;
                One<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0);
                b += bs;
                a += ks;
                One<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0);
                b += bs;
                a += ks;
                One<L, TVector>(a, 0, 1, 2, b, ref l0, ref r0);
                b += bs;
                a += ks;
            }

        }

        for (; k > 0; k--)
        {
            One<L, TVector>(a, 0, rs, rs2, b, ref l0, ref r0);
            b += bs;
            a += ks;
        }

        Put<L, TVector>(c, ldc, l0, r0, accumulate);
    }

    /// <summary>One k: two vectors of B, and an element of A for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<L, TVector>(
        float* a, nint o, nint rs, nint rs2, float* b, ref TVector l0, ref TVector r0)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector left = L.Load(b), right = L.Load(b + L.Width);
        Row<L, TVector>(a[o], left, right, ref l0, ref r0);
    }
}
