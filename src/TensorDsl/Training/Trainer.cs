using System.Globalization;
using System.Numerics.Tensors;
using TensorDsl.Checkpoints;

namespace TensorDsl.Training;

/// <summary>
/// Trains a language model on a text with AdamW and keeps a checkpoint. All state is in the parameters, the optimiser's
/// moments and the number of steps, so a run that was stopped and resumed ends with the same bytes as one that was not.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly ILanguageModel _model;
    private readonly TokenSplit _text;
    private readonly TrainingOptions _options;
    private readonly string _path;
    private readonly AdamW _optimizer;
    private readonly TokenBatches _batches;
    private readonly StepClock _clock;
    private readonly int[] _tokens;
    private readonly int[] _targets;
    private long? _saved;

    /// <summary>Makes a run at its first step.</summary>
    /// <param name="model">The model, with its initial parameters; it stays the caller's to dispose.</param>
    /// <param name="text">The text; its context is the windows' length.</param>
    /// <param name="options">What to do.</param>
    /// <param name="path">The checkpoint's file.</param>
    public Trainer(ILanguageModel model, TokenSplit text, TrainingOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        (_model, _text, _options, _path) = (model, text, options, path);
        _optimizer = new AdamW(model.Parameters, model.Gradients, options.Optimizer);
        _batches = new TokenBatches(text.Training, options.Batch, text.Context, (ulong)options.Seed);
        _tokens = new int[options.Batch * text.Context];
        _targets = new int[_tokens.Length];
        _clock = new StepClock(_tokens.Length);
    }

    /// <summary>Steps made so far.</summary>
    public long Step { get; private set; }

    /// <summary>Goes on where the checkpoint stopped.</summary>
    /// <exception cref="CheckpointException">There is no sound one, or it is of another model, text or setting.</exception>
    public void Resume()
    {
        using var checkpoint = Checkpoint.Open(_path);
        long step = checkpoint.Whole(TrainingMetadata.Step);
        checkpoint.RequireModel(_model.GetType().Name, Tensors());
        checkpoint.RequireDefinition(_model.Definition);
        if (checkpoint.Text(TrainingMetadata.TextHash) != _text.Hash)
            throw new CheckpointException($"The checkpoint '{_path}' is of a run on another text.");
        checkpoint.Require(Metadata(step));
        checkpoint.Load(_model.GetType().Name, Tensors());
        Step = _optimizer.Steps = step;
        _saved = step;
    }

    /// <summary>Trains until the last step or until told to stop; either way a checkpoint is saved.</summary>
    /// <returns>Whether the last step was reached.</returns>
    /// <exception cref="TrainingException">A loss, a gradient or a parameter is not finite; the checkpoint stays as it was.</exception>
    /// <exception cref="CheckpointException">A checkpoint could not be saved; the one before is unharmed.</exception>
    public bool Run(ITrainingProgress progress, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        while (Step < _options.Schedule.TotalSteps)
        {
            if (stop.IsCancellationRequested)
            {
                Save();
                return false;
            }

            progress.Stepped(MakeStep());
            if (Step % _options.EvaluateEvery == 0 && Step < _options.Schedule.TotalSteps)
                EvaluateAndSave(progress);
        }

        EvaluateAndSave(progress);
        return true;
    }

    /// <summary>Writes the checkpoint.</summary>
    /// <exception cref="TrainingException">A parameter is not finite; the checkpoint stays as it was.</exception>
    /// <exception cref="CheckpointException">It could not be written; the one before is unharmed.</exception>
    public void Save()
    {
        RequireFinite(TensorPrimitives.IsFiniteAll<float>(_model.Parameters.Values), "a parameter is not finite");
        Checkpoint.Write(_path, _model.GetType().Name, Metadata(Step), Tensors());
        _saved = Step;
    }

    /// <summary>Releases the optimiser's moments.</summary>
    public void Dispose() => _optimizer.Dispose();

    private TrainingStep MakeStep()
    {
        _clock.Start();
        _batches.Fill(Step, _tokens, _targets);
        float loss = _model.Backward(_tokens, _targets, _options.Batch, _text.Context);
        RequireFinite(float.IsFinite(loss), $"the training loss is {loss}");
        double learningRate = _options.Schedule.At(Step);
        _optimizer.Step(_model.Team, (float)learningRate);
        RequireFinite(float.IsFinite(_optimizer.LastGradientNorm), $"the gradient's norm is {_optimizer.LastGradientNorm}");
        Step++;
        _clock.Stop();
        long steps = _options.Schedule.TotalSteps;
        return new TrainingStep(
            Step, steps, loss, learningRate, _optimizer.LastGradientNorm, _clock.TokensPerSecond, _clock.Duration(steps - Step));
    }

    private void EvaluateAndSave(ITrainingProgress progress)
    {
        double training = Evaluation.Sampled(_model, _text.Training.Span, _options.Batch, _text.Context, _options.TrainingWindows);
        double validation = Evaluation.Sampled(_model, _text.Validation.Span, _options.Batch, _text.Context, _options.ValidationWindows);
        RequireFinite(double.IsFinite(training), $"the training loss is {training}");
        RequireFinite(double.IsFinite(validation), $"the validation loss is {validation}");
        Save();
        progress.Evaluated(new TrainingEvaluation(Step, training, validation, _clock.Lap()));
    }

    private void RequireFinite(bool isFinite, string what)
    {
        if (!isFinite)
        {
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture,
                $"Training stopped at step {Step}: {what}; {(_saved is { } step ? $"the checkpoint of step {step} is kept" : "no checkpoint was written")}."));
        }
    }

    private List<StoredTensor> Tensors() =>
    [
        .. StoredTensor.Of(_model.Parameters),
        .. StoredTensor.Of(_optimizer.FirstMoments, TrainingMetadata.FirstMoment),
        .. StoredTensor.Of(_optimizer.SecondMoments, TrainingMetadata.SecondMoment),
    ];

    private OrderedDictionary<string, string> Metadata(long step) => new(_options.ToMetadata())
    {
        [Checkpoint.DefinitionName] = _model.Definition,
        [TrainingMetadata.Step] = step.ToString(CultureInfo.InvariantCulture),
        [TrainingMetadata.TextHash] = _text.Hash,
        [TrainingMetadata.Context] = _text.Context.ToString(CultureInfo.InvariantCulture),
        [TrainingMetadata.RandomAlgorithm] = TrainingMetadata.CounterSplitMix64,
        [TrainingMetadata.RandomPosition] = (step * _options.Batch).ToString(CultureInfo.InvariantCulture),
    };
}
