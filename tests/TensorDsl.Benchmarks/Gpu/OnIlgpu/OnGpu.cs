using System.Diagnostics;
using ILGPU.Runtime;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>A workload on a GPU: a run ends when the GPU has done all that it was asked for.</summary>
internal sealed class OnGpu : Contestant
{
    private readonly Accelerator _accelerator;
    private readonly Contestant _contestant;

    public OnGpu(IlgpuDevice gpu, Func<Contestant> open)
    {
        _accelerator = gpu.Accelerator;
        _contestant = OrLeftOut(open);
    }

    public override double Run() => OrLeftOut(() =>
    {
        double milliseconds = _contestant.Run();
        long start = Stopwatch.GetTimestamp();
        _accelerator.Synchronize();
        return milliseconds + Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    });

    public override void Dispose() => OrLeftOut(() =>
    {
        _contestant.Dispose();
        return 0;
    });

    // A model that is too large for the card, or a kernel that fails on it, ends its own workload alone.
    private static T OrLeftOut<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is DeviceException or AcceleratorException)
        {
            throw new ContestantException(e.Message.ReplaceLineEndings(" "));
        }
    }
}
