using System.Diagnostics;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>float32: multiply-adds on registers, on every multiprocessor as many threads as it holds.</summary>
internal sealed class MultiplyAddPeak : MatrixPeak
{
    private const int GroupSize = 256, GroupsPerMultiprocessor = 8;

    /// <summary>Long enough that starting the kernel is no part of it.</summary>
    private const double Seconds = 0.01;

    private readonly IlgpuDevice _gpu;
    private readonly GpuBuffer<float> _results;
    private readonly int _groups;
    private readonly int _rounds = 256;

    public MultiplyAddPeak(IlgpuDevice gpu)
    {
        (_gpu, _groups) = (gpu, gpu.Accelerator.NumMultiprocessors * GroupsPerMultiprocessor);
        _results = gpu.Allocate<float>((long)_groups * GroupSize);
        Launch();
        while (Launch() < Seconds && _rounds < 1 << 28)
            _rounds *= 2;
    }

    public override string Precision => "float32";

    public override double Measure() => 2.0 * MultiplyAdds.PerRound * _rounds * _groups * GroupSize / Launch();

    public override void Dispose() => _results.Dispose();

    private double Launch()
    {
        long start = Stopwatch.GetTimestamp();
        _gpu.Launch(new MultiplyAdds(_results.Start, 0.999f, 0.001f, _rounds), _groups, GroupSize);
        _gpu.Accelerator.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
