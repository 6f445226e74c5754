using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// The products of one row with weights of fewer bits, which become floats in registers. Even and odd weights of a channel
/// are summed apart, in order, and then together, so that the result is the same for any width.
/// </summary>
internal static unsafe class WeightSums
{
    /// <summary>How far ahead weights are asked for, which a processor by itself does within a page alone.</summary>
    private const int AheadBytes = 2048;

    /// <summary>sums[j] = scale[j] · Σₗ a[l] · b[l, j] over the columns of one panel.</summary>
    /// <param name="a">The row's first element.</param>
    /// <param name="stride">From one of its k elements to the next.</param>
    /// <param name="b">The weights.</param>
    /// <param name="column">The panel's first column.</param>
    /// <param name="sums">Written: one for each column.</param>
    public static void Run<V>(float* a, nint stride, in WeightPanels b, int column, float* sums)
        where V : unmanaged, ISimd<V>
    {
        int width = b.Width(column);
        if (b.Storage == WeightStorage.Int8)
        {
            Panel<V, Int8Weight>(a, stride, b.Panel(column), b.K, width, sums);
            Scale<V>(sums, b.Scales + column, width);
        }
        else
        {
            Panel<V, BFloat16Weight>(a, stride, b.Panel(column), b.K, width, sums);
        }
    }

    private static void Panel<V, TWeight>(float* a, nint stride, byte* b, int k, int width, float* sums)
        where V : unmanaged, ISimd<V>
        where TWeight : struct, IStoredWeight
    {
        int j = 0;
        if (width == WeightPanels.Columns)
        {
            if (4 * V.Width > width)
                Two<V, TWeight>(a, stride, b, k, sums);
            for (; 4 * V.Width <= width && j < width; j += 4 * V.Width)
                Four<V, TWeight>(a, stride, b + (j * TWeight.Bytes), k, sums + j);
            return;
        }

        for (; j + V.Width <= width; j += V.Width)
            One<V, TWeight>(a, stride, b + (j * TWeight.Bytes), width, k, sums + j);
        for (; j < width; j++)
            One<F1, TWeight>(a, stride, b + (j * TWeight.Bytes), width, k, sums + j);
    }

    /// <summary>Four vectors of columns of a whole panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<V, TWeight>(float* a, nint stride, byte* b, int k, float* sums)
        where V : unmanaged, ISimd<V>
        where TWeight : struct, IStoredWeight
    {
        int vector = V.Width * TWeight.Bytes, row = WeightPanels.Columns * TWeight.Bytes;
        V even0 = V.Broadcast(0), even1 = even0, even2 = even0, even3 = even0;
        V odd0 = even0, odd1 = even0, odd2 = even0, odd3 = even0;
        int l = 0;
        for (; l + 2 <= k; l += 2, b += 2 * row, a += 2 * stride)
        {
            for (int line = 0; line < 2 * row; line += CacheLine.Floats * sizeof(float))
                CacheLine.Prefetch((float*)(b + AheadBytes + line));
            V x = V.Broadcast(a[0]);
            even0 = V.Fma(x, TWeight.Load<V>(b), even0);
            even1 = V.Fma(x, TWeight.Load<V>(b + vector), even1);
            even2 = V.Fma(x, TWeight.Load<V>(b + (2 * vector)), even2);
            even3 = V.Fma(x, TWeight.Load<V>(b + (3 * vector)), even3);
            x = V.Broadcast(a[stride]);
            odd0 = V.Fma(x, TWeight.Load<V>(b + row), odd0);
            odd1 = V.Fma(x, TWeight.Load<V>(b + row + vector), odd1);
            odd2 = V.Fma(x, TWeight.Load<V>(b + row + (2 * vector)), odd2);
            odd3 = V.Fma(x, TWeight.Load<V>(b + row + (3 * vector)), odd3);
        }

        if (l < k)
        {
            V x = V.Broadcast(a[0]);
            even0 = V.Fma(x, TWeight.Load<V>(b), even0);
            even1 = V.Fma(x, TWeight.Load<V>(b + vector), even1);
            even2 = V.Fma(x, TWeight.Load<V>(b + (2 * vector)), even2);
            even3 = V.Fma(x, TWeight.Load<V>(b + (3 * vector)), even3);
        }

        V.Store(sums, even0 + odd0);
        V.Store(sums + V.Width, even1 + odd1);
        V.Store(sums + (2 * V.Width), even2 + odd2);
        V.Store(sums + (3 * V.Width), even3 + odd3);
    }

    /// <summary>A whole panel that is two vectors wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<V, TWeight>(float* a, nint stride, byte* b, int k, float* sums)
        where V : unmanaged, ISimd<V>
        where TWeight : struct, IStoredWeight
    {
        int vector = V.Width * TWeight.Bytes, row = 2 * vector;
        V even0 = V.Broadcast(0), even1 = even0, odd0 = even0, odd1 = even0;
        int l = 0;
        for (; l + 2 <= k; l += 2, b += 2 * row, a += 2 * stride)
        {
            for (int line = 0; line < 2 * row; line += CacheLine.Floats * sizeof(float))
                CacheLine.Prefetch((float*)(b + AheadBytes + line));
            V x = V.Broadcast(a[0]);
            even0 = V.Fma(x, TWeight.Load<V>(b), even0);
            even1 = V.Fma(x, TWeight.Load<V>(b + vector), even1);
            x = V.Broadcast(a[stride]);
            odd0 = V.Fma(x, TWeight.Load<V>(b + row), odd0);
            odd1 = V.Fma(x, TWeight.Load<V>(b + row + vector), odd1);
        }

        if (l < k)
        {
            V x = V.Broadcast(a[0]);
            even0 = V.Fma(x, TWeight.Load<V>(b), even0);
            even1 = V.Fma(x, TWeight.Load<V>(b + vector), even1);
        }

        V.Store(sums, even0 + odd0);
        V.Store(sums + V.Width, even1 + odd1);
    }

    /// <summary>One vector of columns of a panel of any width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<V, TWeight>(float* a, nint stride, byte* b, int width, int k, float* sums)
        where V : unmanaged, ISimd<V>
        where TWeight : struct, IStoredWeight
    {
        int row = width * TWeight.Bytes;
        V even = V.Broadcast(0), odd = even;
        int l = 0;
        for (; l + 2 <= k; l += 2, b += 2 * row, a += 2 * stride)
        {
            even = V.Fma(V.Broadcast(a[0]), TWeight.Load<V>(b), even);
            odd = V.Fma(V.Broadcast(a[stride]), TWeight.Load<V>(b + row), odd);
        }

        if (l < k)
            even = V.Fma(V.Broadcast(a[0]), TWeight.Load<V>(b), even);
        V.Store(sums, even + odd);
    }

    private static void Scale<V>(float* sums, float* scales, int count)
        where V : unmanaged, ISimd<V>
    {
        int j = 0;
        for (; j + V.Width <= count; j += V.Width)
            V.Store(sums + j, V.Load(sums + j) * V.Load(scales + j));
        for (; j < count; j++)
            sums[j] *= scales[j];
    }
}
