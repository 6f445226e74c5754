using System.Numerics;

namespace TensorDsl.Cpu;

/// <summary>
/// Matrix products C (m, n) = epilogue(A (m, k) · B (k, n)), called by every worker of a team, each of which computes
/// its part of C. A and B may lie in any orientation; C has adjacent columns. Every element is summed over k in
/// order, in blocks whose length depends on k alone, so the result is the same for any number of workers and any width. Only
/// for a few rows it is otherwise: parts of k are summed apart, as many as k alone says, and with a transposed B lane by lane, so that
/// the result depends on the width.
/// </summary>
/// <remarks>
/// The loops are those of Goto and van de Geijn (Anatomy of High-Performance Matrix Multiplication, 2008): B in packed
/// panels two vectors wide in the second-level cache, along which rows of A pass, a register-blocked kernel innermost. Sums whose k is
/// longer than a block wait in the worker's scratch memory, so that the epilogue sees each once.
/// </remarks>
public static unsafe partial class Gemm
{
    private const int BlockK = 384;
    private const int BlockM = 288;
    private const int BlockN = 256;

    /// <summary>The most rows of A for which copies of B do not pay.</summary>
    private const int FewRows = 128;

    /// <summary>The most rows of B whose columns of a block stay in the last-level cache.</summary>
    private const int CachedK = 4096;

    // The worker's scratch memory, in floats: sums, A's block, B's panels.
    private const int TileFloats = 12 * BlockN;
    private const int SumFloats = BlockM * BlockN;
    private const int AFloats = BlockM * BlockK;
    private const int BFloats = (Team.ScratchBytes / sizeof(float)) - TileFloats - SumFloats - AFloats;

    /// <summary>One product.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="a">A (m, k).</param>
    /// <param name="b">B (k, n).</param>
    /// <param name="c">C (m, n), columns adjacent; it overlaps neither A nor B.</param>
    /// <param name="ldc">From row to row of C, in floats.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Products summed; 0 gives the epilogue zeros.</param>
    /// <param name="epilogue">What is stored.</param>
    public static void Multiply<V, TEpilogue>(
        Worker w, Matrix a, Matrix b, float* c, nint ldc, int m, int n, int k, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue =>
        MultiplyBatch<V, TEpilogue>(w, a, b, c, ldc, m, n, k, BatchAxis.None, BatchAxis.None, epilogue);

    /// <summary>The same product for every index of two axes; batch index = outer · inner count + inner.</summary>
    /// <inheritdoc cref="Multiply"/>
    public static void MultiplyBatch<V, TEpilogue>(
        Worker w, Matrix a, Matrix b, float* c, nint ldc, int m, int n, int k, BatchAxis outer, BatchAxis inner, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        int batches = outer.Count * inner.Count;
        if (m <= 0 || n <= 0 || batches <= 0)
            return;
        int rows = MicroKernel.MaxRows<V>();
        int width = 2 * V.Width;
        bool skinny = m <= SkinnyProduct.MaxRows && SkinnyProduct.Reads(b);
        if (skinny && batches == 1 && SplitProduct.Suits(b, n, k))
        {
            SplitProduct.Run<V, TEpilogue>(w, a, b, c, ldc, m, n, k, epilogue);
            return;
        }

        int rowTiles = ((m - 1) / rows) + 1;
        int columnTiles = ((n - 1) / width) + 1;
        double packA = skinny ? 0 : PacksA<V>(a, k) ? rows * 0.4 : 0;
        bool isDirect = IsDirect<V>(b, m, k);
        double packB = skinny || isDirect ? 0 : width * (b.ColumnStride == 1 ? 0.2 : 0.4);
        var grid = Grid.Choose(w.Count, batches, rowTiles, columnTiles, rows, packA, packB);
        int most = columnTiles;
        if (!skinny)
            most = ColumnsOfBlock(k, width) / width;
        else if (b.ColumnStride != 1)
            most = Math.Max(1, SkinnyProduct.PartFloats / Math.Max(1, k) / width);
        var last = default(Grid.Box);
        for (var boxes = new Boxes(w, grid, RowsOfPart(k) / rows, most); boxes.Next(out var box);)
        {
            var (row0, row1) = (box.Row0 * rows, Math.Min(box.Row1 * rows, m));
            var (column0, column1) = (box.Column0 * width, Math.Min(box.Column1 * width, n));
            bool isCopied = box.HasColumnsOf(last);
            for (int batch = box.Batch0; batch < box.Batch1; batch++)
            {
                int o = batch / inner.Count;
                int i = batch % inner.Count;
                var product = new Product(
                    new Matrix(a.Data + (o * outer.A) + (i * inner.A), a.RowStride, a.ColumnStride),
                    new Matrix(b.Data + (o * outer.B) + (i * inner.B), b.RowStride, b.ColumnStride),
                    c + (o * outer.C) + (i * inner.C), ldc, k, batch, isDirect);
                if (skinny)
                    Strips<V, TEpilogue>(w.Scratch, product, row1, column0, column1, epilogue);
                else
                    Box<V, TEpilogue>(w.Scratch, product, row0, row1, column0, column1, isCopied, epilogue);
            }

            last = box;
        }
    }

    /// <summary>
    /// What one worker computes of a product: some rows and columns. Of its scratch memory it leaves the end alone, unless B
    /// must be copied.
    /// </summary>
    internal static void Part<V, TEpilogue>(
        float* scratch, Matrix a, Matrix b, float* c, nint ldc, int k, int row0, int row1, int column0, int column1, int batch,
        TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue =>
        Box<V, TEpilogue>(scratch, new Product(a, b, c, ldc, k, batch, CanBeDirect(b, k)), row0, row1, column0, column1, false, epilogue);

    /// <summary>Whether the copies of a block's columns fit the scratch memory for all of k.</summary>
    private static bool KeepsB(int k, int width) => BFloats / Math.Max(1, k) >= width;

    /// <summary>Columns of a block, whole panels.</summary>
    private static int ColumnsOfBlock(int k, int width) => KeepsB(k, width) ? Math.Min(BFloats / Math.Max(1, k) / width * width, BlockN) : BlockN;

    /// <summary>
    /// Rows of a part that one worker does at a time: enough to be worth a claim. For each part B is read again, and so there are more
    /// of them where it comes from memory.
    /// </summary>
    private static int RowsOfPart(int k) => k <= CachedK ? BlockM / 3 : BlockM;

    /// <summary>
    /// Whether A's blocks are copied: not when the kernel can walk along its rows, or down its columns, of whose cache lines it must
    /// use enough at a time.
    /// </summary>
    private static bool PacksA<V>(Matrix a, int k)
        where V : unmanaged, ISimd<V> =>
        a.ColumnStride != 1 && (a.RowStride != 1 || 2 * MicroKernel.MaxRows<V>() < CacheLine.Floats || IsCrowded(a.ColumnStride, k));

    /// <summary>
    /// Whether the kernel reads whole panels of B where they are. Rows of a panel that are one cache line come slower than a copy's,
    /// which pays where it is read often.
    /// </summary>
    private static bool IsDirect<V>(Matrix b, int m, int k)
        where V : unmanaged, ISimd<V> =>
        (2 * V.Width > CacheLine.Floats || m <= FewRows) && CanBeDirect(b, k);

    /// <summary>Whether B's rows lie so that the kernel can.</summary>
    private static bool CanBeDirect(Matrix b, int k) => b.ColumnStride == 1 && !IsCrowded(b.RowStride, k);

    /// <summary>
    /// Whether a block's rows drive each other out of a second-level cache: what lies a multiple of a large power of two apart shares
    /// few of its sets.
    /// </summary>
    private static bool IsCrowded(nint stride, int k)
    {
        // Lines that such a cache, of 64 KiB for each of its ways, holds of a column; it must hold other things as well.
        const int Period = 64 * 1024 / sizeof(float), Ways = 8;
        int lines = Ways * (Period >> Math.Clamp(BitOperations.TrailingZeroCount(stride), 4, 14));
        return lines < 2 * Math.Min(k, BlockK);
    }

    /// <summary>A product of few rows, which are all one tile.</summary>
    private static void Strips<V, TEpilogue>(float* scratch, in Product p, int rows, int column0, int column1, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        for (int j = column0; j < column1; j += SkinnyProduct.Strip)
        {
            int columns = Math.Min(SkinnyProduct.Strip, column1 - j);
            SkinnyProduct.Run<V>(p.A, p.B.From(0, j), rows, columns, p.K, scratch);
            Finish<V, TEpilogue>(scratch, SkinnyProduct.Strip, p.C + j, p.Ldc, p.Batch, 0, j, rows, columns, epilogue);
        }
    }

    private static void Box<V, TEpilogue>(
        float* scratch, in Product p, int row0, int row1, int column0, int column1, bool isCopied, TEpilogue epilogue)
        where V : unmanaged, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        int width = 2 * V.Width;
        int blocks = Math.Max(1, (p.K + BlockK - 1) / BlockK);
        int blockK = (p.K + blocks - 1) / blocks;
        bool keepB = KeepsB(p.K, width);
        int blockN = ColumnsOfBlock(p.K, width);

        // There is room for the copies of one block of columns.
        isCopied &= column1 - column0 <= blockN;
        float* sums = scratch + TileFloats;
        float* packedA = sums + SumFloats;
        float* packedB = packedA + AFloats;
        for (int j = column0; j < column1; j += blockN)
        {
            int n = Math.Min(blockN, column1 - j);
            int padded = (n + width - 1) / width * width;
            for (int i = row0; i < row1; i += BlockM)
            {
                int m = Math.Min(BlockM, row1 - i);
                for (int block = 0, k0 = 0; block < blocks; block++, k0 += blockK)
                {
                    int k = Math.Min(blockK, p.K - k0);
                    bool isLast = block == blocks - 1;
                    var panels = new Panels(
                        p.B.From(k0, j), k, n, width, packedB + (keepB ? (nint)k0 * padded : 0), p.IsDirect, keepB && (isCopied || i > row0));
                    var next = !isLast ? Panels.Ahead(p.B.From(k0 + k, j), width)
                        : i + BlockM < row1 ? panels.Ahead(0)
                        : Panels.Ahead(p.B.From(0, j + n), width);
                    Block<V, TEpilogue>(
                        p, new Tile(i, j, m, n, k, block == 0, isLast), p.A.From(i, k0), packedA, panels, next,
                        blocks == 1 ? scratch : sums, epilogue);
                }
            }
        }
    }

    private readonly struct Product(Matrix a, Matrix b, float* c, nint ldc, int k, int batch, bool isDirect)
    {
        public Matrix A => a;

        public Matrix B => b;

        public float* C => c;

        public nint Ldc => ldc;

        public int K => k;

        public int Batch => batch;

        public bool IsDirect => isDirect;
    }

    /// <summary>A block of C, where it starts and how large it is, and which block of k it is at.</summary>
    private readonly record struct Tile(int Row, int Column, int M, int N, int K, bool First, bool Last);
}
