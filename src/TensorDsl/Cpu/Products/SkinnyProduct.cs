using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Products of so few rows that B is not worth a copy: it is read once, from end to end as it lies, and so at the speed of
/// memory. A step of generation consists of them.
/// </summary>
internal static unsafe class SkinnyProduct
{
    /// <summary>The most rows that are few.</summary>
    public const int MaxRows = 4;

    /// <summary>Columns whose sums stay in the first-level cache.</summary>
    public const int Strip = 2048;

    /// <summary>
    /// Floats of a B that is read column by column, or of weights in panels, of which one worker reads so much at a time. What is read row by row is
    /// not cut: pieces of rows come slower.
    /// </summary>
    public const int PartFloats = 256 << 10;

    /// <summary>Rows or columns of B that one pass reads.</summary>
    private const int Together = 4;

    /// <summary>Whether B's rows or its columns are adjacent.</summary>
    public static bool Reads(Matrix b) => b.ColumnStride == 1 || b.RowStride == 1;

    /// <summary>sums[r, j] = Σₖ a[r, k] · b[k, j] for at most <see cref="MaxRows"/> rows and <see cref="Strip"/> columns.</summary>
    public static void Run<V>(Matrix a, Matrix b, int rows, int columns, int k, float* sums)
        where V : unmanaged, ISimd<V>
    {
        if (b.ColumnStride == 1)
        {
            for (int r = 0; r < rows; r++)
                new Span<float>(sums + (r * Strip), columns).Clear();
            Add<V>(a, b, rows, columns, k, sums);
            return;
        }

        for (int j = 0; j < columns; j += Together)
        {
            for (int r = 0; r < rows; r++)
                Dots<V>(a.At(r, 0), a.ColumnStride, b.At(0, j), b.ColumnStride, k, Math.Min(Together, columns - j), sums + (r * Strip) + j);
        }
    }

    /// <summary>The same, added to the sums, for a B whose rows are adjacent.</summary>
    public static void Add<V>(Matrix a, Matrix b, int rows, int columns, int k, float* sums)
        where V : unmanaged, ISimd<V>
    {
        for (int l = 0; l < k; l += Together)
        {
            for (int r = 0; r < rows; r++)
                AddRows<V>(a.At(r, l), a.ColumnStride, b.At(l, 0), b.RowStride, Math.Min(Together, k - l), columns, sums + (r * Strip));
        }
    }

    /// <summary>Adds multiples of a few rows of B to the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows<V>(float* a, nint ks, float* b, nint stride, int count, int columns, float* sums)
        where V : unmanaged, ISimd<V>
    {
        int j = 0;
        if (count == Together)
        {
            V x0 = V.Broadcast(a[0]), x1 = V.Broadcast(a[ks]), x2 = V.Broadcast(a[2 * ks]), x3 = V.Broadcast(a[3 * ks]);
            float* b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
            nint next = Together * stride;
            for (; j + V.Width <= columns; j += V.Width)
            {
                CacheLine.Prefetch(b + j + next);
                CacheLine.Prefetch(b1 + j + next);
                CacheLine.Prefetch(b2 + j + next);
                CacheLine.Prefetch(b3 + j + next);
                V sum = V.Fma(x0, V.Load(b + j), V.Load(sums + j));
                sum = V.Fma(x1, V.Load(b1 + j), sum);
                sum = V.Fma(x2, V.Load(b2 + j), sum);
                V.Store(sums + j, V.Fma(x3, V.Load(b3 + j), sum));
            }
        }

        for (; j < columns; j++)
        {
            F1 sum = F1.Load(sums + j);
            for (int l = 0; l < count; l++)
                sum = F1.Fma(F1.Load(a + (l * ks)), F1.Load(b + (l * stride) + j), sum);
            F1.Store(sums + j, sum);
        }
    }

    /// <summary>The products of A's row with a few columns of B, whose elements are adjacent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots<V>(float* a, nint ks, float* b, nint stride, int k, int count, float* sums)
        where V : unmanaged, ISimd<V>
    {
        // Where there are fewer columns, the last is taken again.
        float* b1 = b + (Math.Min(1, count - 1) * stride);
        float* b2 = b + (Math.Min(2, count - 1) * stride);
        float* b3 = b + (Math.Min(3, count - 1) * stride);
        nint next = Together * stride;
        V sum0 = V.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int l = 0;
        for (; ks == 1 && l + V.Width <= k; l += V.Width)
        {
            CacheLine.Prefetch(b + l + next);
            CacheLine.Prefetch(b1 + l + next);
            CacheLine.Prefetch(b2 + l + next);
            CacheLine.Prefetch(b3 + l + next);
            V x = V.Load(a + l);
            sum0 = V.Fma(x, V.Load(b + l), sum0);
            sum1 = V.Fma(x, V.Load(b1 + l), sum1);
            sum2 = V.Fma(x, V.Load(b2 + l), sum2);
            sum3 = V.Fma(x, V.Load(b3 + l), sum3);
        }

        float total0 = V.HorizontalSum(sum0), total1 = V.HorizontalSum(sum1);
        float total2 = V.HorizontalSum(sum2), total3 = V.HorizontalSum(sum3);
        for (; l < k; l++)
        {
            float x = a[l * ks];
            total0 += x * b[l];
            total1 += x * b1[l];
            total2 += x * b2[l];
            total3 += x * b3[l];
        }

        sums[0] = total0;
        if (count > 1)
            sums[1] = total1;
        if (count > 2)
            sums[2] = total2;
        if (count > 3)
            sums[3] = total3;
    }
}
