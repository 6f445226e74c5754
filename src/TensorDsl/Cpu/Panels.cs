namespace TensorDsl.Cpu;

/// <summary>
/// A block of B as the micro-kernel reads it, in panels two vectors wide: the first columns where they lie, the others from
/// copies.
/// </summary>
/// <param name="b">The block (k, n).</param>
/// <param name="direct">How many columns are read where they lie, a multiple of <paramref name="width"/>.</param>
/// <param name="copies">Room for panels of all columns.</param>
/// <param name="width">A panel's columns.</param>
internal readonly unsafe struct Panels(Matrix b, int direct, float* copies, int width)
{
    /// <summary>Makes the copies.</summary>
    public void Pack<V>(int k, int n)
        where V : unmanaged, ISimd<V>
    {
        if (direct < n)
            Cpu.Pack.Panels<V>(new Matrix(b.At(0, direct), b.RowStride, b.ColumnStride), k, n - direct, copies);
    }

    /// <summary>The panel of the columns from <paramref name="column"/> on, and the floats from one of its k rows to the next.</summary>
    public (nint Panel, nint Stride) At(int column, int k) => column < direct
        ? ((nint)(b.Data + column), b.RowStride)
        : ((nint)(copies + ((nint)(column - direct) * k)), width);
}
