using TensorDsl.Training;

namespace TensorDsl.Ilgpu;

/// <summary>
/// AdamW over arenas in a device's memory: two kernels for the norm, one for the update. What changes from step to step is in
/// memory, so that the kernels may be replayed; what a step leaves stays there until it is asked for.
/// </summary>
internal sealed class GpuAdamW : IDeviceAdamW
{
    private readonly GpuDevice _gpu;
    private readonly AdamWArenas _arenas;
    private readonly GpuBuffer<int> _ends;
    private readonly GpuBuffer<float> _rates;
    private readonly GpuBuffer<float> _decays;
    private readonly GpuBuffer<float> _sums;
    private readonly GpuBuffer<float> _constants;
    private readonly GpuBuffer<int> _counts;
    private readonly GpuBuffer<float> _results;
    private readonly GpuRecordings _recordings;
    private readonly Action _launches;
    private readonly int _length;
    private BiasCorrections? _corrections;
    private AdamWStep? _last;
    private long _before;
    private int _asked;

    public GpuAdamW(GpuDevice gpu, AdamWArenas arenas, IReadOnlyList<AdamWRun> runs)
    {
        (_gpu, _arenas, _length) = (gpu, arenas, checked((int)arenas.Parameters.Length));
        _ends = Upload<int>(gpu, [.. runs.Select(run => checked((int)run.End))]);
        _rates = Upload<float>(gpu, [.. runs.Select(run => run.Frozen ? -1 : run.LearningRate)]);
        _decays = Upload<float>(gpu, [.. runs.Select(run => run.WeightDecay)]);
        _sums = gpu.Allocate<float>(Chunks);
        _constants = gpu.Allocate<float>(AdamWState.Constants);
        _counts = Upload<int>(gpu, [0, 0]);
        _results = gpu.Allocate<float>(AdamWState.Results);
        (_recordings, _launches) = (new GpuRecordings(gpu), Launch);
    }

    private int Chunks => (_length + SquareSums.Chunk - 1) / SquareSums.Chunk;

    public void Begin(long steps)
    {
        (_before, _asked) = (steps, 0);
        _corrections?.Begin(steps);
        _gpu.Upload<int>([0, 0], _counts.Start);
    }

    public void Step(in AdamWStep step)
    {
        if (_last != step)
            _gpu.Upload<float>([step.Beta1, step.Beta2, step.Epsilon, step.Scale, step.MaxNorm, step.LearningRate], _constants.Start);
        _last = step;
        if (_corrections is null)
        {
            _corrections = new BiasCorrections(_gpu, step.Beta1, step.Beta2);
            _corrections.Begin(_before);
        }

        if (_corrections.Reach(++_asked))
            _recordings.Forget();

        // Brings the device's copies up to date, which no recording does.
        _ = (Copy(_arenas.Gradients).Read(), Copy(_arenas.Parameters).Write(), Copy(_arenas.First).Write(), Copy(_arenas.Second).Write());
        _recordings.Run("Step", [Copy(_arenas.Parameters).Rounded is null ? 0 : 1], _launches);
    }

    public AdamWOutcome Outcome()
    {
        Span<int> counts = stackalloc int[2];
        Span<float> norm = stackalloc float[1];
        _gpu.Download(_counts.Start, counts);
        _gpu.Download(_results.Start + AdamWState.Norm, norm);
        return new AdamWOutcome(counts[0], counts[1], norm[0]);
    }

    public void Dispose()
    {
        _recordings.Dispose();
        _corrections?.Dispose();
        foreach (IDisposable buffer in new IDisposable[] { _ends, _rates, _decays, _sums, _constants, _counts, _results })
            buffer.Dispose();
    }

    private void Launch()
    {
        var (parameters, gradients) = (Copy(_arenas.Parameters).Start, Copy(_arenas.Gradients).Start);
        var stretches = new AdamWStretches(_ends.Start, _rates.Start, _decays.Start);
        var state = new AdamWState(_constants.Start, _corrections!.Start, _counts.Start, _results.Start);
        _gpu.Rows(new SquareSums(gradients, stretches, _sums.Start, _length), Chunks, SquareSums.Chunk);
        _gpu.Rows(new GradientNorm(_sums.Start, Chunks, state), 1, Chunks);
        var update = new AdamWUpdate(parameters, gradients, Copy(_arenas.First).Start, Copy(_arenas.Second).Start, stretches, state, _length);
        if (Copy(_arenas.Parameters).Rounded is { } rounded)
            _gpu.Each(new RoundingAdamWUpdate(update, rounded.Start), _length);
        else
            _gpu.Each(update, _length);
    }

    private static GpuCopy Copy(ParameterSet set) => (GpuCopy)set.Copy!;

    private static GpuBuffer<T> Upload<T>(GpuDevice gpu, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var buffer = gpu.Allocate<T>(Math.Max(1, values.Length));
        gpu.Upload(values, buffer.Start);
        return buffer;
    }
}
