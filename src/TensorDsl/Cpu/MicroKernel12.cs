using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>Twelve rows: 24 sums of the 32 registers that 512-bit processors have.</content>
internal static unsafe partial class MicroKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12<V>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where V : unmanaged, ISimd<V>
    {
        nint rs2 = 2 * rs;
        float* a3 = a + (3 * rs);
        float* a6 = a + (6 * rs);
        float* a9 = a + (9 * rs);
        V l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default,
            l7 = default, l8 = default, l9 = default, l10 = default, l11 = default;
        V r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default,
            r7 = default, r8 = default, r9 = default, r10 = default, r11 = default;
        Prefetch<V>(c, ldc, 12, accumulate);

        float* next = ahead.Start;
        nint step = ahead.Step;
        for (nint run; k > 0; k -= run, next += ahead.Jump)
        {
            run = Math.Min(ahead.Run, k);
            for (nint l = 0; l < run; l++)
            {
                V left = V.Load(b);
                V right = V.Load(b + V.Width);
                CacheLine.Prefetch(next);
                CacheLine.Prefetch(next + CacheLine.Floats);
                next += step;
                V x = V.Broadcast(a[0]);
                l0 = V.Fma(x, left, l0);
                r0 = V.Fma(x, right, r0);
                x = V.Broadcast(a[rs]);
                l1 = V.Fma(x, left, l1);
                r1 = V.Fma(x, right, r1);
                x = V.Broadcast(a[rs2]);
                l2 = V.Fma(x, left, l2);
                r2 = V.Fma(x, right, r2);
                x = V.Broadcast(a3[0]);
                l3 = V.Fma(x, left, l3);
                r3 = V.Fma(x, right, r3);
                x = V.Broadcast(a3[rs]);
                l4 = V.Fma(x, left, l4);
                r4 = V.Fma(x, right, r4);
                x = V.Broadcast(a3[rs2]);
                l5 = V.Fma(x, left, l5);
                r5 = V.Fma(x, right, r5);
                x = V.Broadcast(a6[0]);
                l6 = V.Fma(x, left, l6);
                r6 = V.Fma(x, right, r6);
                x = V.Broadcast(a6[rs]);
                l7 = V.Fma(x, left, l7);
                r7 = V.Fma(x, right, r7);
                x = V.Broadcast(a6[rs2]);
                l8 = V.Fma(x, left, l8);
                r8 = V.Fma(x, right, r8);
                x = V.Broadcast(a9[0]);
                l9 = V.Fma(x, left, l9);
                r9 = V.Fma(x, right, r9);
                x = V.Broadcast(a9[rs]);
                l10 = V.Fma(x, left, l10);
                r10 = V.Fma(x, right, r10);
                x = V.Broadcast(a9[rs2]);
                l11 = V.Fma(x, left, l11);
                r11 = V.Fma(x, right, r11);
                b += bs;
                a += ks;
                a3 += ks;
                a6 += ks;
                a9 += ks;
            }
        }

        if (accumulate)
        {
            float* row = c;
            l0 += V.Load(row);
            r0 += V.Load(row + V.Width);
            row += ldc;
            l1 += V.Load(row);
            r1 += V.Load(row + V.Width);
            row += ldc;
            l2 += V.Load(row);
            r2 += V.Load(row + V.Width);
            row += ldc;
            l3 += V.Load(row);
            r3 += V.Load(row + V.Width);
            row += ldc;
            l4 += V.Load(row);
            r4 += V.Load(row + V.Width);
            row += ldc;
            l5 += V.Load(row);
            r5 += V.Load(row + V.Width);
            row += ldc;
            l6 += V.Load(row);
            r6 += V.Load(row + V.Width);
            row += ldc;
            l7 += V.Load(row);
            r7 += V.Load(row + V.Width);
            row += ldc;
            l8 += V.Load(row);
            r8 += V.Load(row + V.Width);
            row += ldc;
            l9 += V.Load(row);
            r9 += V.Load(row + V.Width);
            row += ldc;
            l10 += V.Load(row);
            r10 += V.Load(row + V.Width);
            row += ldc;
            l11 += V.Load(row);
            r11 += V.Load(row + V.Width);
        }

        V.Store(c, l0);
        V.Store(c + V.Width, r0);
        c += ldc;
        V.Store(c, l1);
        V.Store(c + V.Width, r1);
        c += ldc;
        V.Store(c, l2);
        V.Store(c + V.Width, r2);
        c += ldc;
        V.Store(c, l3);
        V.Store(c + V.Width, r3);
        c += ldc;
        V.Store(c, l4);
        V.Store(c + V.Width, r4);
        c += ldc;
        V.Store(c, l5);
        V.Store(c + V.Width, r5);
        c += ldc;
        V.Store(c, l6);
        V.Store(c + V.Width, r6);
        c += ldc;
        V.Store(c, l7);
        V.Store(c + V.Width, r7);
        c += ldc;
        V.Store(c, l8);
        V.Store(c + V.Width, r8);
        c += ldc;
        V.Store(c, l9);
        V.Store(c + V.Width, r9);
        c += ldc;
        V.Store(c, l10);
        V.Store(c + V.Width, r10);
        c += ldc;
        V.Store(c, l11);
        V.Store(c + V.Width, r11);
    }
}
