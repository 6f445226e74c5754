namespace TensorDsl.Cpu.Tests;

/// <summary>One random parameter in fewer bits, and what it was rounded to.</summary>
internal sealed unsafe class WeightArena : IDisposable
{
    private readonly ParameterSet _values;
    private readonly CompactWeights _weights;
    private readonly WeightStorage _storage;
    private readonly int _k;
    private readonly bool _isByRow;

    /// <param name="k">Weights of a channel.</param>
    /// <param name="n">Channels.</param>
    /// <param name="storage">How it is stored.</param>
    /// <param name="isByRow">Whether a channel's weights are adjacent in single precision.</param>
    public WeightArena(int k, int n, WeightStorage storage, bool isByRow)
    {
        (_k, N, _storage, _isByRow) = (k, n, storage, isByRow);
        _values = new ParameterSet([new ParameterInfo("w", isByRow ? [n, k] : [k, n], 0, new Initializer(InitializerKind.Normal, 0.1))], Lines(k * n));
        _values.Initialize(5);
        long length = storage switch
        {
            WeightStorage.Int8 => Lines(n) + Lines((k * n / 4) + 1),
            WeightStorage.BFloat16 => Lines((k * n / 2) + 1),
            _ => 0,
        };
        _weights = new CompactWeights(_values, storage, [new WeightPlace("w", 0, n, isByRow)], length);
        _weights.CopyTo(_values);
    }

    public int N { get; }

    public WeightMatrix Matrix => new(_weights.Data, _storage, _isByRow ? 1 : N, _isByRow ? _k : 1);

    /// <summary>A rounded weight.</summary>
    public float this[int row, int column] => _values["w"][_isByRow ? (column * _k) + row : (row * N) + column];

    public void Dispose()
    {
        _weights.Dispose();
        _values.Dispose();
    }

    private static long Lines(long floats) => (floats + 15) / 16 * 16;
}
