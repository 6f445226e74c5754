using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>What is done with one row.</content>
public static unsafe partial class Attention
{
    /// <summary>Largest scores → logarithms of the sums of exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SaveLogarithms<V>(float* lse, float* sums, int count)
        where V : unmanaged, ISimd<V>
    {
        int i = 0;
        for (; i + V.Width <= count; i += V.Width)
            V.Store(lse + i, Logarithm(V.Load(lse + i), V.Load(sums + i)));
        for (; i < count; i++)
            F1.Store(lse + i, Logarithm(F1.Load(lse + i), F1.Load(sums + i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Logarithm<V>(V largest, V sum)
        where V : unmanaged, ISimd<V> => V.Where(sum, largest + V.Log(sum), V.Broadcast(float.PositiveInfinity));

    /// <summary>Asks for rows that are wanted soon; their stride hides them from the processor's own prefetchers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Prefetch(Matrix m, int row, int rows, int width)
    {
        for (int r = 0; r < rows; r++)
        {
            float* at = m.At(row + r, 0);
            for (int i = 0; i < width; i += CacheLine.Floats)
                CacheLine.Prefetch(at + i);
        }
    }

    /// <summary>
    /// Turns a row's scores up to <paramref name="end"/> into exponentials relative to its largest so far, the others up to
    /// <paramref name="high"/> into zeros, adds them up, and returns by how much what was summed before has to shrink.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Softmax<V>(float* row, int low, int end, int high, float scale, ref float largest, ref float sum)
        where V : unmanaged, ISimd<V>
    {
        V factor = V.Broadcast(scale);
        V hidden = V.Broadcast(float.NegativeInfinity);
        V most = hidden;
        int s = low;
        for (; s + V.Width <= end; s += V.Width)
            most = V.Max(most, V.Load(row + s) * factor);
        V some = s < end ? V.Where(Before<V>(s, end), V.Load(row + s) * factor, hidden) : hidden;
        float before = largest;
        float now = MathF.Max(before, V.HorizontalMax(V.Max(most, some)));
        V total = V.Broadcast(0);
        V shift = V.Broadcast(now == float.NegativeInfinity ? 0 : now);
        for (s = low; s + V.Width <= end; s += V.Width)
        {
            V e = V.Exp((V.Load(row + s) * factor) - shift);
            V.Store(row + s, e);
            total += e;
        }

        if (s < end)
        {
            V e = V.Exp(some - shift);
            V.Store(row + s, e);
            total += e;
            s += V.Width;
        }

        for (; s < high; s += V.Width)
            V.Store(row + s, V.Broadcast(0));
        float correction = now == before ? 1 : before == float.NegativeInfinity ? 0 : MathF.Exp(before - now);
        largest = now;
        sum = (sum * correction) + V.HorizontalSum(total);
        return correction;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<V>(float* source, float* target, int count, float factor)
        where V : unmanaged, ISimd<V>
    {
        V f = V.Broadcast(factor);
        int i = 0;
        for (; i + V.Width <= count; i += V.Width)
            V.Store(target + i, V.Load(source + i) * f);
        for (; i < count; i++)
            target[i] = source[i] * factor;
    }

    /// <summary>
    /// Scores up to <paramref name="end"/> → weights e^(scale · score − lse), by the operations of the forward pass; weights'
    /// gradients → scores' gradients weight · (gradient − inner). What is left of the last vector becomes zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Slopes<V>(float* weights, float* slopes, int low, int end, float scale, float lse, float inner)
        where V : unmanaged, ISimd<V>
    {
        V factor = V.Broadcast(scale);
        V shift = V.Broadcast(lse);
        V mean = V.Broadcast(inner);
        int s = low;
        for (; s + V.Width <= end; s += V.Width)
        {
            V weight = V.Exp((V.Load(weights + s) * factor) - shift);
            V.Store(weights + s, weight);
            V.Store(slopes + s, weight * (V.Load(slopes + s) - mean));
        }

        if (s < end)
        {
            V seen = Before<V>(s, end);
            V weight = V.Where(seen, V.Exp((V.Load(weights + s) * factor) - shift), V.Broadcast(0));
            V.Store(weights + s, weight);
            V.Store(slopes + s, V.Where(seen, weight * (V.Load(slopes + s) - mean), V.Broadcast(0)));
        }
    }

    /// <summary>Sets whole vectors of two rows to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<V>(float* weights, float* slopes, int low, int high)
        where V : unmanaged, ISimd<V>
    {
        for (int s = low; s < high; s += V.Width)
        {
            V.Store(weights + s, V.Broadcast(0));
            V.Store(slopes + s, V.Broadcast(0));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deliver<V>(float* source, float* target, int count, float factor, bool add)
        where V : unmanaged, ISimd<V>
    {
        if (!add)
        {
            Scale<V>(source, target, count, factor);
            return;
        }

        V f = V.Broadcast(factor);
        int i = 0;
        for (; i + V.Width <= count; i += V.Width)
            V.Store(target + i, V.Fma(V.Load(source + i), f, V.Load(target + i)));
        for (; i < count; i++)
            F1.Store(target + i, F1.Fma(F1.Load(source + i), F1.Broadcast(factor), F1.Load(target + i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot<V>(float* a, float* b, int count)
        where V : unmanaged, ISimd<V>
    {
        V sum = V.Broadcast(0);
        int i = 0;
        for (; i + V.Width <= count; i += V.Width)
            sum = V.Fma(V.Load(a + i), V.Load(b + i), sum);
        float total = V.HorizontalSum(sum);
        for (; i < count; i++)
            total += a[i] * b[i];
        return total;
    }
}
