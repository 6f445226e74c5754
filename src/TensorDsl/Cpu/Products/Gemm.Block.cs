using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <content>
/// One block of C: rows of A pass along panels of B, a few rows at a time, whose sums all wait in the first-level cache for the epilogue.
/// </content>
public static unsafe partial class Gemm
{
    /// <summary>One block of C over one block of k; <paramref name="next"/> is what the next block begins with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Block<V, TEpilogue>(
        in Product p, in Tile t, Matrix a, float* packedA, in Panels b, in Ahead next, float* sums, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        int width = 2 * V.Width;
        bool whole = t.First && t.Last;
        bool pack = PacksA<V>(a, p.K);
        nint rowStride = pack ? 1 : a.RowStride;
        nint kStride = a.ColumnStride;
        if (pack)
            Pack.Groups<V>(a, t.M, t.K, packedA);

        // Whole panels of what is stored as it is go straight to C.
        int direct = typeof(TEpilogue) == typeof(Plain) ? t.N / width * width : 0;
        var nothing = default(Ahead);
        for (int i = 0, rows; i < t.M; i += rows)
        {
            rows = MicroKernel.Rows<V>(t.M - i);
            float* left = pack ? packedA + (i * t.K) : a.Data + (i * rowStride);
            if (pack)
                kStride = rows;
            float* c = p.C + ((t.Row + i) * p.Ldc) + t.Column;
            float* strip = whole ? sums : sums + ((nint)i * BlockN);
            var afterRow = i + rows == t.M ? next : pack ? nothing : RowsAhead(left + (rows * rowStride), rowStride, kStride, t.K);
            var nextPanel = nothing;
            for (int j = 0; j < t.N; j += width)
            {
                if (i == 0)
                {
                    b.Prepare<V>(j);
                    nextPanel = b.Ahead(j + width);
                }

                ref readonly Ahead ahead = ref j + width >= t.N ? ref afterRow : ref nextPanel;
                var (panel, bs) = b.At(j);
                if (j < direct)
                {
                    MicroKernel.Run<V>(rows, left, rowStride, kStride, (float*)panel, bs, t.K, c + j, p.Ldc, !t.First, ahead);
                    continue;
                }

                if (t.Last)
                    Prefetch<V, TEpilogue>(c + j, p.Ldc, p.Batch, t.Row + i, t.Column + j, rows, Math.Min(width, t.N - j), epilogue);
                MicroKernel.Run<V>(rows, left, rowStride, kStride, (float*)panel, bs, t.K, strip + j, BlockN, !t.First, ahead);
            }

            if (t.Last && direct < t.N)
                Finish<V, TEpilogue>(strip + direct, BlockN, c + direct, p.Ldc, p.Batch, t.Row + i, t.Column + direct, rows, t.N - direct, epilogue);
        }
    }

    /// <summary>The next rows of A, which are asked for line by line, or k by k where they are adjacent.</summary>
    private static Ahead RowsAhead(float* a, nint rowStride, nint kStride, int k)
    {
        if (rowStride == 1)
            return new Ahead(a, kStride);
        const int Together = Ahead.Unit * CacheLine.Floats;
        int lines = (k + Together - 1) / Together * Ahead.Unit;
        return new Ahead(a, CacheLine.Floats, lines, rowStride - (lines * CacheLine.Floats));
    }

    /// <summary>Asks for what the epilogue of a tile reads, and for where it stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<V, TEpilogue>(
        float* c, nint ldc, int batch, int row, int column, int rows, int columns, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        for (int r = 0; r < rows; r++, c += ldc)
        {
            epilogue.Prefetch(batch, row + r, column);
            CacheLine.Prefetch(c);
            if (columns > CacheLine.Floats)
            {
                epilogue.Prefetch(batch, row + r, column + CacheLine.Floats);
                CacheLine.Prefetch(c + CacheLine.Floats);
            }
        }
    }

    /// <summary>Gives sums to the epilogue, and what it makes of them to C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Finish<V, TEpilogue>(
        float* sum, nint ld, float* c, nint ldc, int batch, int row, int column, int rows, int columns, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        for (int r = 0; r < rows; r++, sum += ld, c += ldc)
        {
            int j = 0;
            for (; j + V.Width <= columns; j += V.Width)
                V.Store(c + j, epilogue.Apply(V.Load(sum + j), batch, row + r, column + j));
            for (; j < columns; j++)
                F1.Store(c + j, epilogue.Apply(F1.Load(sum + j), batch, row + r, column + j));
        }
    }
}
