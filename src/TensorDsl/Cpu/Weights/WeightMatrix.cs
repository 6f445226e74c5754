namespace TensorDsl.Cpu;

/// <summary>
/// A parameter as a matrix (k, n) whose columns are channels: in single precision as it lies, or in fewer bits as
/// <see cref="CompactWeights"/> holds it.
/// </summary>
/// <param name="data">Where the parameter begins.</param>
/// <param name="storage">How it is stored.</param>
/// <param name="rowStride">In single precision from a row to the next, in floats.</param>
/// <param name="columnStride">The same from a column to the next.</param>
public readonly unsafe struct WeightMatrix(float* data, WeightStorage storage, nint rowStride, nint columnStride)
{
    /// <summary>How it is stored.</summary>
    public WeightStorage Storage => storage;

    /// <summary>The matrix in single precision.</summary>
    internal Matrix Floats => new(data, rowStride, columnStride);

    /// <summary>The whole of it in fewer bits.</summary>
    internal WeightPanels Panels(int k, int n) => new(data, storage, k, n);
}
