using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>Twelve rows: 24 sums of the 32 registers that 512-bit processors have.</content>
internal static unsafe partial class MicroKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12<L, TVector>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        nint rs2 = 2 * rs;
        float* a3 = a + (3 * rs);
        float* a6 = a + (6 * rs);
        float* a9 = a + (9 * rs);
        TVector l0 = default, r0 = default, l1 = default, r1 = default, l2 = default, r2 = default, l3 = default, r3 = default,
            l4 = default, r4 = default, l5 = default, r5 = default, l6 = default, r6 = default, l7 = default, r7 = default,
            l8 = default, r8 = default, l9 = default, r9 = default, l10 = default, r10 = default, l11 = default, r11 = default;
        Prefetch<L, TVector>(c, ldc, 12);

        float* next = ahead.Start;
        nint left = ahead.Run;
        for (; k >= Unrolled; k -= Unrolled)
        {
            Ask<L, TVector>(ref next, ref left, ahead);
            Twelve<L, TVector>(
                a, a3, a6, a9, rs, rs2, b,
                ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3, ref l4, ref r4, ref l5, ref r5, ref l6,
                ref r6, ref l7, ref r7, ref l8, ref r8, ref l9, ref r9, ref l10, ref r10, ref l11, ref r11);
            b += bs;
            a += ks;
            a3 += ks;
            a6 += ks;
            a9 += ks;
            Twelve<L, TVector>(
                a, a3, a6, a9, rs, rs2, b,
                ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3, ref l4, ref r4, ref l5, ref r5, ref l6,
                ref r6, ref l7, ref r7, ref l8, ref r8, ref l9, ref r9, ref l10, ref r10, ref l11, ref r11);
            b += bs;
            a += ks;
            a3 += ks;
            a6 += ks;
            a9 += ks;
            Twelve<L, TVector>(
                a, a3, a6, a9, rs, rs2, b,
                ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3, ref l4, ref r4, ref l5, ref r5, ref l6,
                ref r6, ref l7, ref r7, ref l8, ref r8, ref l9, ref r9, ref l10, ref r10, ref l11, ref r11);
            b += bs;
            a += ks;
            a3 += ks;
            a6 += ks;
            a9 += ks;
            Twelve<L, TVector>(
                a, a3, a6, a9, rs, rs2, b,
                ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3, ref l4, ref r4, ref l5, ref r5, ref l6,
                ref r6, ref l7, ref r7, ref l8, ref r8, ref l9, ref r9, ref l10, ref r10, ref l11, ref r11);
            b += bs;
            a += ks;
            a3 += ks;
            a6 += ks;
            a9 += ks;
        }

        for (; k > 0; k--)
        {
            Twelve<L, TVector>(
                a, a3, a6, a9, rs, rs2, b,
                ref l0, ref r0, ref l1, ref r1, ref l2, ref r2, ref l3, ref r3, ref l4, ref r4, ref l5, ref r5, ref l6,
                ref r6, ref l7, ref r7, ref l8, ref r8, ref l9, ref r9, ref l10, ref r10, ref l11, ref r11);
            b += bs;
            a += ks;
            a3 += ks;
            a6 += ks;
            a9 += ks;
        }

        c = Put<L, TVector>(c, ldc, l0, r0, accumulate);
        c = Put<L, TVector>(c, ldc, l1, r1, accumulate);
        c = Put<L, TVector>(c, ldc, l2, r2, accumulate);
        c = Put<L, TVector>(c, ldc, l3, r3, accumulate);
        c = Put<L, TVector>(c, ldc, l4, r4, accumulate);
        c = Put<L, TVector>(c, ldc, l5, r5, accumulate);
        c = Put<L, TVector>(c, ldc, l6, r6, accumulate);
        c = Put<L, TVector>(c, ldc, l7, r7, accumulate);
        c = Put<L, TVector>(c, ldc, l8, r8, accumulate);
        c = Put<L, TVector>(c, ldc, l9, r9, accumulate);
        c = Put<L, TVector>(c, ldc, l10, r10, accumulate);
        Put<L, TVector>(c, ldc, l11, r11, accumulate);
    }

    /// <summary>One k: two vectors of B, and an element of A for each row.</summary>
    /// <remarks>The runtime's compiler calls what has more than 32 parameters, and the sums would lie in memory.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Twelve<L, TVector>(
        float* a, float* a3, float* a6, float* a9, nint rs, nint rs2, float* b,
        ref TVector l0, ref TVector r0, ref TVector l1, ref TVector r1, ref TVector l2, ref TVector r2, ref TVector l3,
        ref TVector r3, ref TVector l4, ref TVector r4, ref TVector l5, ref TVector r5, ref TVector l6, ref TVector r6,
        ref TVector l7, ref TVector r7, ref TVector l8, ref TVector r8, ref TVector l9, ref TVector r9, ref TVector l10,
        ref TVector r10, ref TVector l11, ref TVector r11)
        where L : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector left = L.Load(b), right = L.Load(b + L.Width);
        Row<L, TVector>(a[0], left, right, ref l0, ref r0);
        Row<L, TVector>(a[rs], left, right, ref l1, ref r1);
        Row<L, TVector>(a[rs2], left, right, ref l2, ref r2);
        Row<L, TVector>(a3[0], left, right, ref l3, ref r3);
        Row<L, TVector>(a3[rs], left, right, ref l4, ref r4);
        Row<L, TVector>(a3[rs2], left, right, ref l5, ref r5);
        Row<L, TVector>(a6[0], left, right, ref l6, ref r6);
        Row<L, TVector>(a6[rs], left, right, ref l7, ref r7);
        Row<L, TVector>(a6[rs2], left, right, ref l8, ref r8);
        Row<L, TVector>(a9[0], left, right, ref l9, ref r9);
        Row<L, TVector>(a9[rs], left, right, ref l10, ref r10);
        Row<L, TVector>(a9[rs2], left, right, ref l11, ref r11);
    }
}
