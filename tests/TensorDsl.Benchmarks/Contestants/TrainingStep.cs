using System.Diagnostics;
using TensorDsl.Cpu;
using TensorDsl.Training;

namespace TensorDsl.Benchmarks;

/// <summary>Trains a language model on tokens that are new at every step.</summary>
internal sealed class TrainingStep : Contestant
{
    private readonly ILanguageModel _model;
    private readonly AdamW _optimizer;
    private readonly RandomTokens _tokens;
    private readonly RandomTokens _targets;

    public TrainingStep(TransformerSizes sizes, ILanguageModel model)
    {
        Sizes = sizes;
        _model = model;
        _optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        _tokens = new RandomTokens(sizes.Tokens, sizes.Vocab);
        _targets = new RandomTokens(sizes.Tokens, sizes.Vocab);
        if (model.Parameters.Layout.Sum(info => info.Count) != sizes.Parameters)
            throw new InvalidOperationException($"{model.GetType().Name}: the sizes are not the model's.");
    }

    public TransformerSizes Sizes { get; }

    public Team Team => _model.Team;

    public ParameterSet Parameters => _model.Parameters;

    public ParameterSet Gradients => _model.Gradients;

    /// <summary>Makes one step: forward, backward, clip, update.</summary>
    public override double Run()
    {
        // The text cannot be learned, so gradients stay of ordinary size however long this goes on.
        var (tokens, targets) = (_tokens.Next(), _targets.Next());
        long start = Stopwatch.GetTimestamp();
        float loss = _model.Backward(tokens, targets, Sizes.B, Sizes.T);
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
