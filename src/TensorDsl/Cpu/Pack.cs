using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>Copies blocks of matrices into the order in which the micro-kernel reads them.</summary>
internal static unsafe class Pack
{
    /// <summary>
    /// Writes columns 0 … n − 1 of B (k, n) as panels two vectors wide, one after the other, each (k, 2 · Width)
    /// row-major; the last one is filled up with zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panels<V>(Matrix b, int k, int n, float* target)
        where V : unmanaged, ISimd<V>
    {
        int width = 2 * V.Width;
        for (int j = 0; j < n; j += width, target += (nint)k * width)
        {
            var panel = new Matrix(b.At(0, j), b.RowStride, b.ColumnStride);
            int columns = Math.Min(width, n - j);
            if (columns < width)
                new Span<float>(target, k * width).Clear();
            if (b.ColumnStride == 1 && columns == width)
                CopyRows<V>(panel, k, target);
            else if (b.RowStride == 1)
                Transpose(panel.Data, b.ColumnStride, columns, k, target, width);
            else
                CopyElements(panel, k, columns, target, width);
        }
    }

    /// <summary>Writes <paramref name="rows"/> rows of A (rows, k) as (k, rows): the micro-kernel's strides are 1 and rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Group(Matrix a, int rows, int k, float* target)
    {
        if (a.RowStride != 1)
        {
            CopyElements(a.Transposed, k, rows, target, rows);
            return;
        }

        float* source = a.Data;
        for (int i = 0; i < k; i++, source += a.ColumnStride, target += rows)
        {
            int r = 0;
            for (; r + 4 <= rows; r += 4)
                Vector128.Load(source + r).Store(target + r);
            for (; r < rows; r++)
                target[r] = source[r];
        }
    }

    /// <summary>Copies rows of A (rows, k), whose columns are adjacent, to rows <paramref name="stride"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<V>(Matrix a, int rows, int k, float* target, nint stride)
        where V : unmanaged, ISimd<V>
    {
        for (int r = 0; r < rows; r++, target += stride)
        {
            float* source = a.At(r, 0);
            int i = 0;
            for (; i + V.Width <= k; i += V.Width)
                V.Store(target + i, V.Load(source + i));
            for (; i < k; i++)
                target[i] = source[i];
        }
    }

    /// <summary>target[i, j] = source[j, i]: <paramref name="rows"/> source rows of <paramref name="columns"/> adjacent values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint stride, int rows, int columns, float* target, nint targetStride)
    {
        int j = 0;
        for (; j + 4 <= rows; j += 4)
        {
            float* s = source + (j * stride);
            float* t = target + j;
            int i = 0;
            for (; i + 4 <= columns; i += 4)
            {
                Transpose4(s + i, stride, t, targetStride);
                t += 4 * targetStride;
            }

            for (; i < columns; i++, t += targetStride)
            {
                for (int r = 0; r < 4; r++)
                    t[r] = s[(r * stride) + i];
            }
        }

        for (; j < rows; j++)
        {
            for (int i = 0; i < columns; i++)
                target[(i * targetStride) + j] = source[(j * stride) + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4(float* s, nint stride, float* t, nint targetStride)
    {
        var a = Vector128.Load(s);
        var b = Vector128.Load(s + stride);
        var c = Vector128.Load(s + (2 * stride));
        var d = Vector128.Load(s + (3 * stride));
        var abLow = Interleave(a, b, high: false);
        var abHigh = Interleave(a, b, high: true);
        var cdLow = Interleave(c, d, high: false);
        var cdHigh = Interleave(c, d, high: true);
        Vector128.Create(abLow.GetLower(), cdLow.GetLower()).Store(t);
        Vector128.Create(abLow.GetUpper(), cdLow.GetUpper()).Store(t + targetStride);
        Vector128.Create(abHigh.GetLower(), cdHigh.GetLower()).Store(t + (2 * targetStride));
        Vector128.Create(abHigh.GetUpper(), cdHigh.GetUpper()).Store(t + (3 * targetStride));
    }

    /// <summary>x0 y0 x1 y1, or of the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Interleave(Vector128<float> x, Vector128<float> y, bool high)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            return high
                ? System.Runtime.Intrinsics.X86.Sse.UnpackHigh(x, y)
                : System.Runtime.Intrinsics.X86.Sse.UnpackLow(x, y);
        }

        if (System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported)
        {
            return high
                ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipHigh(x, y)
                : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipLow(x, y);
        }

        return high
            ? Vector128.Create(x.GetElement(2), y.GetElement(2), x.GetElement(3), y.GetElement(3))
            : Vector128.Create(x.GetElement(0), y.GetElement(0), x.GetElement(1), y.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows<V>(Matrix panel, int k, float* target)
        where V : unmanaged, ISimd<V>
    {
        float* source = panel.Data;
        for (int i = 0; i < k; i++, source += panel.RowStride, target += 2 * V.Width)
        {
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
