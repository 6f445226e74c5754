using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>Transposes through registers, in squares of eight or four.</summary>
internal static unsafe class Transposition
{
    private const int Ahead = 2;

    /// <summary>target[i, j] = source[j, i]: <paramref name="rows"/> source rows of <paramref name="columns"/> adjacent values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, nint stride, int rows, int columns, float* target, nint targetStride)
    {
        int side = Avx.IsSupported ? 8 : 4;
        int wholeRows = rows / side * side;
        int wholeColumns = columns / side * side;
        for (int i = 0, across; i < wholeColumns; i += across)
        {
            // Whole cache lines where there are any: rows that lie far apart drive each other out before one is wanted again.
            across = Math.Min(CacheLine.Floats, wholeColumns - i);
            float* s = source + i;
            for (int j = 0; j < wholeRows; j += side, s += side * stride)
            {
                Prefetch(s + (Ahead * CacheLine.Floats), stride, side);
                for (int c = 0; c < across; c += side)
                {
                    float* t = target + ((i + c) * targetStride) + j;
                    if (Avx.IsSupported)
                        Square8(s + c, stride, t, targetStride);
                    else
                        Square4(s + c, stride, t, targetStride);
                }
            }
        }

        for (int i = 0; i < columns; i++)
        {
            for (int j = i < wholeColumns ? wholeRows : 0; j < rows; j++)
                target[(i * targetStride) + j] = source[(j * stride) + i];
        }
    }

    /// <summary>Asks for the rows' next cache lines but one; past the end it does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* s, nint stride, int side)
    {
        for (int r = 0; r < side; r++, s += stride)
            CacheLine.Prefetch(s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square8(float* s, nint stride, float* t, nint targetStride)
    {
        // Rows r and r + 4 share a register, so that what crosses halves is done by the loads.
        nint four = 4 * stride;
        var a = Halves(s, four);
        var b = Halves(s += stride, four);
        var c = Halves(s += stride, four);
        var d = Halves(s += stride, four);
        Quarter(a, b, c, d, t, targetStride);
        s -= 3 * stride;
        s += 4;
        a = Halves(s, four);
        b = Halves(s += stride, four);
        c = Halves(s += stride, four);
        d = Halves(s += stride, four);
        Quarter(a, b, c, d, t + (4 * targetStride), targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* s, nint apart) =>
        Vector256.Create(Vector128.Load(s), Vector128.Load(s + apart));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* t, nint targetStride)
    {
        var abLow = Avx.UnpackLow(a, b).AsDouble();
        var abHigh = Avx.UnpackHigh(a, b).AsDouble();
        var cdLow = Avx.UnpackLow(c, d).AsDouble();
        var cdHigh = Avx.UnpackHigh(c, d).AsDouble();
        Avx.UnpackLow(abLow, cdLow).AsSingle().Store(t);
        Avx.UnpackHigh(abLow, cdLow).AsSingle().Store(t + targetStride);
        Avx.UnpackLow(abHigh, cdHigh).AsSingle().Store(t + (2 * targetStride));
        Avx.UnpackHigh(abHigh, cdHigh).AsSingle().Store(t + (3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square4(float* s, nint stride, float* t, nint targetStride)
    {
        var a = Vector128.Load(s);
        var b = Vector128.Load(s + stride);
        var c = Vector128.Load(s + (2 * stride));
        var d = Vector128.Load(s + (3 * stride));
        for (int i = 0; i < 4; i++)
            Vector128.Create(a.GetElement(i), b.GetElement(i), c.GetElement(i), d.GetElement(i)).Store(t + (i * targetStride));
    }
}
