using System.Diagnostics;
using TensorDsl.Cpu;
using TensorDsl.Training;

namespace TensorDsl.Benchmarks;

/// <summary>A workload ready to run: its model, an optimiser, and tokens that are new at every step.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly ILanguageModel _model;
    private readonly AdamW _optimizer;
    private readonly Random _random = new(1);
    private readonly int[] _tokens;
    private readonly int[] _targets;

    public TrainingStep(Workload workload, int threads)
    {
        Sizes = workload.Sizes;
        _model = workload.Create(threads);
        _optimizer = new AdamW(_model.Parameters, _model.Gradients, new AdamWOptions());
        _tokens = new int[Sizes.Tokens];
        _targets = new int[Sizes.Tokens];
        if (_model.Parameters.Layout.Sum(info => info.Count) != Sizes.Parameters)
            throw new InvalidOperationException($"Workload {workload.Letter}: the sizes are not the model's.");
    }

    public TransformerSizes Sizes { get; }

    public Team Team => _model.Team;

    public ParameterSet Parameters => _model.Parameters;

    public ParameterSet Gradients => _model.Gradients;

    /// <summary>Makes one step: forward, backward, clip, update.</summary>
    /// <returns>What it took, in milliseconds.</returns>
    public double Run()
    {
        // The text cannot be learned, so gradients stay of ordinary size however long this goes on.
        Fill(_tokens);
        Fill(_targets);
        long start = Stopwatch.GetTimestamp();
        _model.Backward(_tokens, _targets, Sizes.B, Sizes.T);
        _optimizer.Step(_model.Team, 1e-3f);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Makes steps until the compiler has settled on the code that is measured.</summary>
    public void WarmUp(double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        for (int steps = 0; steps < 30 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; steps++)
            Run();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }

    private void Fill(int[] tokens)
    {
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = _random.Next(Sizes.Vocab);
    }
}
