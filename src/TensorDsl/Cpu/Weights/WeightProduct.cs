namespace TensorDsl.Cpu;

/// <summary>
/// Products with a parameter, C (m, n) = epilogue(A (m, k) · B (k, n)), however it is stored. Called by every worker of a
/// team, each of which computes its part of C; the result is the same for any number of workers.
/// </summary>
/// <remarks>
/// Few rows are limited by reading: they take weights of fewer bits as they come, and a scale multiplies a finished sum.
/// For more rows a block of columns becomes floats in the worker's cache, and the product is <see cref="Gemm"/>'s.
/// </remarks>
public static unsafe class WeightProduct
{
    /// <summary>The most weights of a channel that a parameter of fewer bits may have: a panel of them as floats is in the worker's scratch memory.</summary>
    internal const int MaxK = 28 << 10;

    /// <summary>Floats of a block of B, which are to stay in the second-level cache.</summary>
    private const int BlockFloats = 192 << 10;

    /// <summary>Floats at the end of the worker's scratch memory that hold a block.</summary>
    private const int MostFloats = MaxK * WeightPanels.Columns;

    /// <summary>One product.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="a">A (m, k).</param>
    /// <param name="b">B (k, n), the whole parameter.</param>
    /// <param name="c">C (m, n), columns adjacent; it overlaps neither A nor B.</param>
    /// <param name="ldc">From row to row of C, in floats.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Products summed.</param>
    /// <param name="epilogue">What is stored.</param>
    public static void Multiply<V, TEpilogue>(
        Worker w, Matrix a, WeightMatrix b, float* c, nint ldc, int m, int n, int k, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue =>
        MultiplyBatch<V, TEpilogue>(w, a, b, c, ldc, m, n, k, BatchAxis.None, BatchAxis.None, epilogue);

    /// <summary>The same product for every index of two axes that B does not have; batch index = outer · inner count + inner.</summary>
    /// <inheritdoc cref="Multiply"/>
    public static void MultiplyBatch<V, TEpilogue>(
        Worker w, Matrix a, WeightMatrix b, float* c, nint ldc, int m, int n, int k, BatchAxis outer, BatchAxis inner, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        if (b.Storage == WeightStorage.Float32)
        {
            Gemm.MultiplyBatch<V, TEpilogue>(w, a, b.Floats, c, ldc, m, n, k, outer, inner, epilogue);
            return;
        }

        int batches = outer.Count * inner.Count;
        if (m <= 0 || batches <= 0)
            return;
        bool few = m <= SkinnyProduct.MaxRows;
        int tile = few ? SkinnyProduct.MaxRows : MicroKernel.MaxRows<V>();
        int rowTiles = ((m - 1) / tile) + 1;
        int columnTiles = ((n - 1) / WeightPanels.Columns) + 1;
        var grid = Grid.Choose(w.Count, batches, rowTiles, columnTiles, tile, 0, few ? 0 : WeightPanels.Columns * 0.2);
        int most = few ? Math.Max(1, SkinnyProduct.PartFloats / Math.Max(1, k) / WeightPanels.Columns) : PanelsOfBlock(k);
        var panels = b.Panels(k, n);
        for (var boxes = new Boxes(w, grid, rowTiles, most); boxes.Next(out var box);)
        {
            var (row0, row1) = (box.Row0 * tile, Math.Min(box.Row1 * tile, m));
            var (column0, column1) = (box.Column0 * WeightPanels.Columns, Math.Min(box.Column1 * WeightPanels.Columns, n));
            for (int batch = box.Batch0; batch < box.Batch1; batch++)
            {
                int o = batch / inner.Count;
                int i = batch % inner.Count;
                var left = new Matrix(a.Data + (o * outer.A) + (i * inner.A), a.RowStride, a.ColumnStride);
                float* result = c + (o * outer.C) + (i * inner.C);
                if (few)
                    Few<V, TEpilogue>(w.Scratch, left, panels, result, ldc, row1, column0, column1, batch, epilogue);
                else
                    Many<V, TEpilogue>(w.Scratch, left, panels, result, ldc, row0, row1, column0, column1, batch, epilogue);
            }
        }
    }

    /// <summary>Panels that become floats at a time.</summary>
    private static int PanelsOfBlock(int k) => Math.Clamp(BlockFloats / Math.Max(1, k) / WeightPanels.Columns, 1, 8);

    private static void Few<V, TEpilogue>(
        float* scratch, Matrix a, in WeightPanels b, float* c, nint ldc, int rows, int column0, int column1, int batch, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        for (int j = column0; j < column1; j += SkinnyProduct.Strip)
        {
            int columns = Math.Min(SkinnyProduct.Strip, column1 - j);
            for (int p = 0; p < columns; p += WeightPanels.Columns)
            {
                for (int r = 0; r < rows; r++)
                    WeightSums.Run<V>(a.At(r, 0), a.ColumnStride, b, j + p, scratch + (r * SkinnyProduct.Strip) + p);
            }

            Gemm.Finish<V, TEpilogue>(scratch, SkinnyProduct.Strip, c + j, ldc, batch, 0, j, rows, columns, epilogue);
        }
    }

    private static void Many<V, TEpilogue>(
        float* scratch, Matrix a, in WeightPanels b, float* c, nint ldc, int row0, int row1, int column0, int column1, int batch,
        TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        float* floats = scratch + (Team.ScratchBytes / sizeof(float)) - MostFloats;
        int block = PanelsOfBlock(b.K) * WeightPanels.Columns;

        // Rows an odd number of cache lines apart share no sets, so that the product can read them where they are.
        int stride = (long)b.K * (block + CacheLine.Floats) <= MostFloats ? block + CacheLine.Floats : block;
        for (int j = column0; j < column1; j += block)
        {
            int columns = Math.Min(block, column1 - j);
            WeightFloats.Block<V>(b, j, columns, floats, stride);
            Gemm.Part<V, TEpilogue>(scratch, a, new Matrix(floats - j, stride, 1), c, ldc, b.K, row0, row1, j, j + columns, batch, epilogue);
        }
    }
}
