namespace TensorDsl.Cpu;

/// <summary>A matrix somewhere in memory, in any orientation: element (i, j) is at i · row stride + j · column stride.</summary>
/// <param name="data">Element (0, 0).</param>
/// <param name="rowStride">From a row to the next, in floats.</param>
/// <param name="columnStride">From a column to the next, in floats.</param>
public readonly unsafe struct Matrix(float* data, nint rowStride, nint columnStride)
{
    /// <summary>Element (0, 0).</summary>
    public float* Data => data;

    /// <summary>From a row to the next, in floats.</summary>
    public nint RowStride => rowStride;

    /// <summary>From a column to the next, in floats.</summary>
    public nint ColumnStride => columnStride;

    /// <summary>The same values with rows and columns exchanged.</summary>
    public Matrix Transposed => new(data, columnStride, rowStride);

    /// <summary>What begins at row <paramref name="row"/> and column <paramref name="column"/>.</summary>
    internal Matrix From(nint row, nint column) => new(At(row, column), rowStride, columnStride);

    internal float* At(nint row, nint column) => data + (row * rowStride) + (column * columnStride);
}
