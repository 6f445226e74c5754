using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Products of few rows and a narrow B, whose rows, not columns, are shared among the workers: so each reads B from end to end, where
/// halves of short rows would come at half the speed of memory. B is cut into as many parts as k allows, whatever the number of
/// workers; each gives sums of its own, which are added in order.
/// </summary>
internal static unsafe class SplitProduct
{
    /// <summary>The most parts of B.</summary>
    private const int MostParts = 16;

    /// <summary>The fewest rows of B in a part.</summary>
    private const int LeastRows = 32;

    /// <summary>Floats between the sums of two parts.</summary>
    private const int PartFloats = SkinnyProduct.MaxRows * SkinnyProduct.Strip;

    /// <summary>Whether a product of few rows is to be split along k.</summary>
    public static bool Suits(Matrix b, int n, int k) => b.ColumnStride == 1 && n <= SkinnyProduct.Strip && k >= 2 * LeastRows;

    /// <summary>One product, by all workers, who meet twice.</summary>
    public static void Run<V, TEpilogue>(
        Worker w, Matrix a, Matrix b, float* c, nint ldc, int m, int n, int k, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        int parts = Math.Min(MostParts, k / LeastRows);
        var (first, end) = w.Share(parts);
        for (int part = first; part < end; part++)
        {
            var (from, to) = ((int)((long)k * part / parts), (int)((long)k * (part + 1) / parts));
            SkinnyProduct.Run<V>(a.From(0, from), b.From(from, 0), m, n, to - from, w.Scratch + ((part - first) * PartFloats));
        }

        w.Barrier();
        var (column0, column1) = w.Share(n, CacheLine.Floats);
        if (column0 < column1)
            Finish<V, TEpilogue>(w, parts, c, ldc, m, column0, column1, epilogue);

        // The next kernel may follow without a barrier, and takes this scratch memory.
        w.Barrier();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<V, TEpilogue>(Worker w, int parts, float* c, nint ldc, int m, int column0, int column1, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        var sums = stackalloc nint[MostParts];
        for (int worker = 0, part = 0; worker < w.Count; worker++)
        {
            var (first, end) = w.ShareOf(worker, parts);
            for (; part < end; part++)
                sums[part] = (nint)(w.ScratchOf(worker) + ((part - first) * PartFloats));
        }

        for (int r = 0; r < m; r++, c += ldc)
        {
            int j = column0;
            for (; j + V.Width <= column1; j += V.Width)
                V.Store(c + j, epilogue.Apply(Total<V>(sums, parts, (r * SkinnyProduct.Strip) + j), 0, r, j));
            for (; j < column1; j++)
                F1.Store(c + j, epilogue.Apply(Total<F1>(sums, parts, (r * SkinnyProduct.Strip) + j), 0, r, j));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Total<V>(nint* sums, int parts, int at)
        where V : unmanaged, ISimd<V>
    {
        V total = V.Load((float*)sums[0] + at);
        for (int part = 1; part < parts; part++)
            total += V.Load((float*)sums[part] + at);
        return total;
    }
}
