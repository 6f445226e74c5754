using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>Copies blocks of matrices into the order in which the micro-kernel reads them.</summary>
internal static unsafe class Pack
{
    private const int Ahead = 8;

    /// <summary>Elements of a column that are whole cache lines, and whole groups of rows.</summary>
    private const int Together = 48;

    /// <summary>
    /// Writes columns 0 … n − 1 of B (k, n) as panels two vectors wide, one after the other, each (k, 2 · Width)
    /// row-major; the last one is filled up with zeros.
    /// </summary>
    public static void Panels<V>(Matrix b, int k, int n, float* target)
        where V : unmanaged, ISimd<V>
    {
        int width = 2 * V.Width;
        for (int j = 0; j < n; j += width, target += (nint)k * width)
            Panel<V>(new Matrix(b.At(0, j), b.RowStride, b.ColumnStride), k, Math.Min(width, n - j), target);
    }

    /// <summary>Writes one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panel<V>(Matrix b, int k, int columns, float* target)
        where V : unmanaged, ISimd<V>
    {
        int width = 2 * V.Width;
        if (columns < width)
            new Span<float>(target, k * width).Clear();
        if (b.ColumnStride == 1 && columns == width)
            CopyRows<V>(b, k, target);
        else if (b.RowStride == 1)
            Transposition.Run(b.Data, b.ColumnStride, columns, k, target, width);
        else
            CopyElements(b, k, columns, target, width);
    }

    /// <summary>
    /// Writes A (m, k) as groups of as many rows as the micro-kernel takes at a time, one after the other, each
    /// (k, rows) row-major: the micro-kernel's strides are 1 and the number of rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Groups<V>(Matrix a, int m, int k, float* target)
        where V : unmanaged, ISimd<V>
    {
        int most = MicroKernel.MaxRows<V>();
        int i = 0;
        if (a.RowStride == 1)
        {
            for (; i + Together <= m; i += Together, target += (nint)Together * k)
            {
                float* source = a.At(i, 0);
                float* t = target;
                for (int l = 0; l < k; l++, source += a.ColumnStride, t += most)
                {
                    Prefetch(source + (Ahead * a.ColumnStride), Together);
                    float* group = t;
                    for (int r = 0; r < Together; r += most, group += (nint)most * k)
                        CopyColumn(source + r, group, most);
                }
            }
        }

        for (int rows; i < m; i += rows, target += (nint)rows * k)
        {
            rows = MicroKernel.Rows<V>(m - i);
            if (a.RowStride != 1)
            {
                CopyElements(new Matrix(a.At(i, 0), a.ColumnStride, a.RowStride), k, rows, target, rows);
                continue;
            }

            float* source = a.At(i, 0);
            float* t = target;
            for (int l = 0; l < k; l++, source += a.ColumnStride, t += rows)
            {
                Prefetch(source + (Ahead * a.ColumnStride), rows);
                CopyColumn(source, t, rows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyColumn(float* source, float* target, int rows)
    {
        if (rows == 12)
        {
            Vector256.Load(source).Store(target);
            Vector128.Load(source + 8).Store(target + 8);
            return;
        }

        if (rows == 6)
        {
            Vector128.Load(source).Store(target);
            *(double*)(target + 4) = *(double*)(source + 4);
            return;
        }

        int r = 0;
        for (; r + 4 <= rows; r += 4)
            Vector128.Load(source + r).Store(target + r);
        for (; r < rows; r++)
            target[r] = source[r];
    }

    /// <summary>Asks for what lies some rows ahead, where no prefetcher sees a pattern; past the end it does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* source, int count)
    {
        for (int i = 0; i < count; i += CacheLine.Floats)
            CacheLine.Prefetch(source + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows<V>(Matrix panel, int k, float* target)
        where V : unmanaged, ISimd<V>
    {
        float* source = panel.Data;
        for (int i = 0; i < k; i++, source += panel.RowStride, target += 2 * V.Width)
        {
            Prefetch(source + (Ahead * panel.RowStride), 2 * V.Width);
            V.Store(target, V.Load(source));
            V.Store(target + V.Width, V.Load(source + V.Width));
        }
    }

    private static void CopyElements(Matrix source, int rows, int columns, float* target, nint stride)
    {
        for (int i = 0; i < rows; i++, target += stride)
        {
            for (int j = 0; j < columns; j++)
                target[j] = *source.At(i, j);
        }
    }
}
