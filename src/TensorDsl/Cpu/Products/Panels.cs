using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// A block of B as the micro-kernel reads it, in panels two vectors wide: where it lies, or from copies.
/// </summary>
/// <param name="b">The block (k, n).</param>
/// <param name="k">Its rows.</param>
/// <param name="n">Its columns.</param>
/// <param name="width">A panel's columns.</param>
/// <param name="copies">Room for copies of all panels.</param>
/// <param name="isDirect">Whether whole panels are read where they lie.</param>
/// <param name="isCopied">Whether the copies are there already.</param>
internal readonly unsafe struct Panels(Matrix b, int k, int n, int width, float* copies, bool isDirect, bool isCopied)
{
    /// <summary>Makes the panel's copy, if it needs one and has none.</summary>
    public void Prepare<V>(int column)
        where V : unmanaged, ISimd<V>
    {
        if (!isCopied && !LiesThere(column))
            Pack.Panel<V>(b.From(0, column), k, Math.Min(width, n - column), Copy(column));
    }

    /// <summary>The panel of the columns from <paramref name="column"/> on, and the floats from one of its k rows to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (nint Panel, nint Stride) At(int column) => LiesThere(column)
        ? ((nint)b.At(0, column), b.RowStride)
        : ((nint)Copy(column), width);

    /// <summary>What <see cref="Prepare"/> and the kernel will read of a panel.</summary>
    public Ahead Ahead(int column) =>
        isCopied && !LiesThere(column) ? new Ahead(Copy(column), width) : Ahead(b.From(0, column), width);

    /// <summary>A panel as it lies: row by row, or as much as a row takes of every column in turn.</summary>
    public static Ahead Ahead(Matrix panel, int width) => panel.ColumnStride == 1
        ? new Ahead(panel.Data, panel.RowStride)
        : new Ahead(panel.Data, panel.ColumnStride, width, width - (width * panel.ColumnStride));

    private bool LiesThere(int column) => isDirect && column + width <= n;

    private float* Copy(int column) => copies + ((nint)column * k);
}
