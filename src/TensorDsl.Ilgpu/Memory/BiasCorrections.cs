using TensorDsl.Training;

namespace TensorDsl.Ilgpu;

/// <summary>
/// The bias corrections of the steps to come, in a device's memory: which of them a step takes only the device knows, because
/// it skips those whose norm is not finite. They reach 1 and stay there, which ends the table; until then it grows.
/// </summary>
internal sealed class BiasCorrections(GpuDevice gpu, float beta1, float beta2) : IDisposable
{
    private const int First = 2048;

    private GpuBuffer<float> _table = gpu.Allocate<float>(2);
    private long _before;
    private int _count;
    private bool _isComplete;

    /// <summary>One over the first moment's and one over the root of the second's, step after step.</summary>
    public Address<float> Start => _table.Start;

    /// <summary>Begins with the step after this one.</summary>
    public void Begin(long before) => (_before, _count, _isComplete) = (before, 0, false);

    /// <summary>Makes room for so many steps; says whether the table is elsewhere now.</summary>
    public bool Reach(int steps)
    {
        if (_isComplete || steps <= _count)
            return false;
        while (_count < steps)
            _count = _count == 0 ? First : checked(_count * 2);
        var values = new List<float>();
        for (int i = 1; i <= _count && !_isComplete; i++)
        {
            var correction = AdamWCorrection.At(_before + i, beta1, beta2);
            values.AddRange([(float)(1 / correction.First), correction.InverseRootSecond]);
            _isComplete = values[^2] == 1 && values[^1] == 1;
        }

        _table.Dispose();
        _table = gpu.Allocate<float>(values.Count);
        gpu.Upload<float>([.. values], _table.Start);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
