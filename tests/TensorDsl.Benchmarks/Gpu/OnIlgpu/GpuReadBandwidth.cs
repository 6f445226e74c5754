using System.Diagnostics;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>How fast a GPU reads its memory: the sum of an array that no cache holds.</summary>
internal sealed class GpuReadBandwidth : IDisposable
{
    private const int GroupSize = 256, GroupsPerMultiprocessor = 8, Repetitions = 8;

    private readonly IlgpuDevice _gpu;
    private readonly GpuBuffer<float> _values;
    private readonly GpuBuffer<float> _sums;
    private readonly int _groups;
    private readonly int _rounds;

    /// <param name="gpu">The GPU.</param>
    /// <param name="most">Floats that no cache holds: a gibibyte, or an eighth of a small card's memory.</param>
    public GpuReadBandwidth(IlgpuDevice gpu, long most = 1L << 28)
    {
        (_gpu, _groups) = (gpu, gpu.Accelerator.NumMultiprocessors * GroupsPerMultiprocessor);

        // A whole number of rounds of all threads.
        long floats = Math.Min(most, gpu.Accelerator.MemorySize / 8 / sizeof(float));
        int round = _groups * GroupSize * ReadSum.PerRound;
        _rounds = (int)Math.Max(1, floats / round);
        _values = gpu.Allocate<float>((long)_rounds * round);
        _sums = gpu.Allocate<float>((long)_groups * GroupSize);
        gpu.Each(new FillWithNumbers(_values.Start), checked((int)_values.Length));
        Launch();
    }

    /// <summary>Reads the array some times.</summary>
    /// <returns>Bytes per second.</returns>
    public double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Repetitions; i++)
            Launch();
        _gpu.Accelerator.Synchronize();
        return (double)Repetitions * _values.Length * sizeof(float) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _sums.Dispose();
        _values.Dispose();
    }

    private void Launch() => _gpu.Launch(new ReadSum(_values.Start, _sums.Start, _rounds, _groups * GroupSize), _groups, GroupSize);
}
