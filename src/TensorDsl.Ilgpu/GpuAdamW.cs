using TensorDsl.Training;

namespace TensorDsl.Ilgpu;

/// <summary>AdamW over arenas in a device's memory: two kernels for the norm, one for the update.</summary>
internal sealed class GpuAdamW : IDeviceAdamW
{
    private readonly GpuDevice _gpu;
    private readonly AdamWArenas _arenas;
    private readonly GpuBuffer<int> _ends;
    private readonly GpuBuffer<float> _rates;
    private readonly GpuBuffer<float> _decays;
    private readonly GpuBuffer<float> _sums;
    private readonly GpuBuffer<float> _norm;
    private readonly int _length;

    public GpuAdamW(GpuDevice gpu, AdamWArenas arenas, IReadOnlyList<AdamWRun> runs)
    {
        (_gpu, _arenas, _length) = (gpu, arenas, checked((int)arenas.Parameters.Length));
        _ends = Upload<int>(gpu, [.. runs.Select(run => checked((int)run.End))]);
        _rates = Upload<float>(gpu, [.. runs.Select(run => run.Frozen ? -1 : run.LearningRate)]);
        _decays = Upload<float>(gpu, [.. runs.Select(run => run.WeightDecay)]);
        _sums = gpu.Allocate<float>(Chunks);
        _norm = gpu.Allocate<float>(2);
    }

    private int Chunks => (_length + SquareSums.Chunk - 1) / SquareSums.Chunk;

    public float Step(in AdamWStep step)
    {
        if (_length == 0)
            return 0;
        var gradients = ((GpuCopy)_arenas.Gradients.Copy!).Read();
        var stretches = new AdamWStretches(_ends.Start, _rates.Start, _decays.Start);
        _gpu.Rows(new SquareSums(gradients, stretches, _sums.Start, _length), Chunks, SquareSums.Chunk);
        _gpu.Rows(new ClipFactor(_sums.Start, Chunks, step.Scale, step.MaxNorm, _norm.Start), 1, Chunks);
        var constants = new AdamWConstants(
            step.Beta1, step.Beta2, step.Epsilon, step.LearningRate, (float)(1 / step.Correction), step.RootCorrection);
        _gpu.Each(
            new AdamWUpdate(Written(_arenas.Parameters), gradients, Written(_arenas.First), Written(_arenas.Second), stretches, _norm.Start, constants, _length),
            _length);
        float norm = 0;
        _gpu.Download(_norm.Start, new Span<float>(ref norm));
        return norm;
    }

    public void Dispose()
    {
        foreach (IDisposable buffer in new IDisposable[] { _ends, _rates, _decays, _sums, _norm })
            buffer.Dispose();
    }

    private static Address<float> Written(ParameterSet set) => ((GpuCopy)set.Copy!).Write();

    private static GpuBuffer<T> Upload<T>(GpuDevice gpu, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var buffer = gpu.Allocate<T>(Math.Max(1, values.Length));
        gpu.Upload(values, buffer.Start);
        return buffer;
    }
}
