namespace TensorDsl.Cpu;

/// <summary>
/// A matrix (k, n) in fewer bits, whose columns are channels: panels of <see cref="Columns"/> columns, one after the other,
/// each (k, columns) row-major, so that a product reads them from end to end; the last has only the columns that are left.
/// In front of whole numbers stand the channels' scales.
/// </summary>
/// <param name="data">Where it begins, on a 64-byte boundary.</param>
/// <param name="storage">How a weight is stored.</param>
/// <param name="k">Rows: weights of a channel.</param>
/// <param name="n">Columns: channels.</param>
internal readonly unsafe struct WeightPanels(float* data, WeightStorage storage, int k, int n)
{
    /// <summary>Columns of a panel: a row of it is half a cache line of whole numbers, and two vectors of the widest processor.</summary>
    public const int Columns = 32;

    public WeightStorage Storage => storage;

    public int K => k;

    public int N => n;

    /// <summary>Bytes of a weight.</summary>
    public int Bytes => storage == WeightStorage.Int8 ? sizeof(sbyte) : sizeof(ushort);

    /// <summary>The scale of each channel; null where there are none.</summary>
    public float* Scales => storage == WeightStorage.Int8 ? data : null;

    /// <summary>Floats that scales and weights take.</summary>
    public long Floats => ScaleFloats + ((((long)k * n * Bytes) + sizeof(float) - 1) / sizeof(float));

    // Scales fill whole cache lines.
    private int ScaleFloats => storage == WeightStorage.Int8 ? (n + CacheLine.Floats - 1) / CacheLine.Floats * CacheLine.Floats : 0;

    private byte* Weights => (byte*)(data + ScaleFloats);

    /// <summary>The panel that begins with a column, a multiple of <see cref="Columns"/>.</summary>
    public byte* Panel(int column) => Weights + ((nint)column * k * Bytes);

    /// <summary>The columns of that panel.</summary>
    public int Width(int column) => Math.Min(Columns, n - column);

    /// <summary>Where a weight is.</summary>
    public byte* At(int row, int column)
    {
        int first = column / Columns * Columns;
        return Panel(first) + ((((nint)row * Width(first)) + column - first) * Bytes);
    }
}
