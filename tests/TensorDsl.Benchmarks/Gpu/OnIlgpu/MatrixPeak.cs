using System.Diagnostics;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>The best that a GPU does at products of its precision: what its arithmetic units reach without memory.</summary>
internal sealed class MatrixPeak : IDisposable
{
    private const int GroupSize = 256, GroupsPerMultiprocessor = 8;

    /// <summary>Long enough that starting the kernel is no part of it.</summary>
    private const double Seconds = 0.01;

    private readonly IlgpuDevice _gpu;
    private readonly GpuBuffer<float> _results;
    private readonly int _groups;
    private readonly int _rounds = 256;

    private MatrixPeak(IlgpuDevice gpu)
    {
        (_gpu, _groups) = (gpu, gpu.Accelerator.NumMultiprocessors * GroupsPerMultiprocessor);
        _results = gpu.Allocate<float>((long)_groups * GroupSize);
        Launch();
        while (Launch() < Seconds && _rounds < 1 << 28)
            _rounds *= 2;
    }

    /// <summary>What results call the precision.</summary>
    public string Precision => _gpu.Precision switch
    {
        TensorDsl.Precision.Tf32 => "tf32",
        TensorDsl.Precision.BFloat16 => "bf16",
        _ => "float32",
    };

    // Of a thread in a round.
    private double Operations => _gpu.Precision switch
    {
        TensorDsl.Precision.Tf32 => Tf32Products.PerRound,
        TensorDsl.Precision.BFloat16 => BFloat16Products.PerRound,
        _ => 2 * MultiplyAdds.PerRound,
    };

    /// <summary>The peak of a device's precision.</summary>
    public static MatrixPeak Of(IlgpuDevice gpu) => new(gpu);

    /// <summary>Measures for some ten milliseconds.</summary>
    /// <returns>Floating-point operations per second.</returns>
    public double Measure() => Operations * _rounds * _groups * GroupSize / Launch();

    public void Dispose() => _results.Dispose();

    private double Launch()
    {
        long start = Stopwatch.GetTimestamp();
        switch (_gpu.Precision)
        {
            case TensorDsl.Precision.Tf32:
                _gpu.Launch(new Tf32Products(_results.Start, _rounds), _groups, GroupSize);
                break;
            case TensorDsl.Precision.BFloat16:
                _gpu.Launch(new BFloat16Products(_results.Start, _rounds), _groups, GroupSize);
                break;
            default:
                _gpu.Launch(new MultiplyAdds(_results.Start, 0.999f, 0.001f, _rounds), _groups, GroupSize);
                break;
        }

        _gpu.Accelerator.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
