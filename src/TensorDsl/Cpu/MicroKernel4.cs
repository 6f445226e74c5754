using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>What is left of the rows.</content>
internal static unsafe partial class MicroKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4<V>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where V : unmanaged, ISimd<V>
    {
        nint rs2 = 2 * rs;
        float* a3 = a + (3 * rs);
        V l0 = default, l1 = default, l2 = default, l3 = default;
        V r0 = default, r1 = default, r2 = default, r3 = default;
        Prefetch<V>(c, ldc, 4, accumulate);

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
                b += bs;
                a += ks;
                a3 += ks;
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
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2<V>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where V : unmanaged, ISimd<V>
    {
        V l0 = default, l1 = default;
        V r0 = default, r1 = default;
        Prefetch<V>(c, ldc, 2, accumulate);

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
                b += bs;
                a += ks;
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
        }

        V.Store(c, l0);
        V.Store(c + V.Width, r0);
        c += ldc;
        V.Store(c, l1);
        V.Store(c + V.Width, r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1<V>(
        float* a, nint rs, nint ks, float* b, nint bs, nint k, float* c, nint ldc, bool accumulate, in Ahead ahead)
        where V : unmanaged, ISimd<V>
    {
        V l0 = default;
        V r0 = default;
        Prefetch<V>(c, ldc, 1, accumulate);

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
                b += bs;
                a += ks;
            }
        }

        if (accumulate)
        {
            float* row = c;
            l0 += V.Load(row);
            r0 += V.Load(row + V.Width);
        }

        V.Store(c, l0);
        V.Store(c + V.Width, r0);
    }
}
