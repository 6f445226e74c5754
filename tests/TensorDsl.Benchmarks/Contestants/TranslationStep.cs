using System.Diagnostics;
using TensorDsl.Training;

namespace TensorDsl.Benchmarks;

/// <summary>Trains an encoder-decoder on tokens that are new at every step, no source of which is padded.</summary>
internal sealed class TranslationStep : Contestant
{
    private readonly TranslationSizes _sizes;
    private readonly VaswaniBase _model;
    private readonly AdamW _optimizer;
    private readonly RandomTokens _source, _tokens, _targets;
    private readonly int[] _lengths;
    private readonly float[] _weights;

    public TranslationStep(TranslationSizes sizes, VaswaniBase model)
    {
        _sizes = sizes;
        _model = model;
        _optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        _source = new RandomTokens(sizes.B * sizes.S, sizes.Vocab);
        (_tokens, _targets) = (new(sizes.B * sizes.T, sizes.Vocab), new(sizes.B * sizes.T, sizes.Vocab));
        _lengths = [.. Enumerable.Repeat(sizes.S, sizes.B)];
        _weights = [.. Enumerable.Repeat(1f, sizes.B * sizes.T)];
        if (model.Parameters.Layout.Sum(info => info.Count) != sizes.Parameters)
            throw new InvalidOperationException($"{model.GetType().Name}: the sizes are not the model's.");
    }

    /// <summary>Makes one step: forward, backward, clip, update.</summary>
    public override double Run()
    {
        var (source, tokens, targets) = (_source.Next(), _tokens.Next(), _targets.Next());
        long start = Stopwatch.GetTimestamp();
        float loss = _model.Backward(source, _lengths, tokens, targets, _weights, _sizes.B, _sizes.S, _sizes.T);
        _optimizer.Step(_model.Team, 1e-3f);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return float.IsFinite(loss) ? milliseconds : throw new ContestantException("the loss is no number.");
    }

    public override void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }
}
