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
    private const int MostParts = Team.SharedBytes / sizeof(float) / PartFloats;

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
        for (var units = new Units(w, parts); units.Next(out int part);)
        {
            var (from, to) = ((int)((long)k * part / parts), (int)((long)k * (part + 1) / parts));
            SkinnyProduct.Run<V>(a.From(0, from), b.From(from, 0), m, n, to - from, w.Shared + (part * PartFloats));
        }

        w.Barrier();
        var (column0, column1) = w.Share(n, CacheLine.Floats);
        if (column0 < column1)
            Finish<V, TEpilogue>(w.Shared, parts, c, ldc, m, column0, column1, epilogue);

        // The next kernel may follow without a barrier, and takes this memory.
        w.Barrier();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<V, TEpilogue>(
        float* sums, int parts, float* c, nint ldc, int m, int column0, int column1, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        for (int r = 0; r < m; r++, sums += SkinnyProduct.Strip, c += ldc)
        {
            int j = column0;
            for (; j + V.Width <= column1; j += V.Width)
                V.Store(c + j, epilogue.Apply(Total<V>(sums + j, parts), 0, r, j));
            for (; j < column1; j++)
                F1.Store(c + j, epilogue.Apply(Total<F1>(sums + j, parts), 0, r, j));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Total<V>(float* sums, int parts)
        where V : unmanaged, ISimd<V>
    {
        V total = V.Load(sums);
        for (int part = 1; part < parts; part++)
            total += V.Load(sums + (part * PartFloats));
        return total;
    }
}
