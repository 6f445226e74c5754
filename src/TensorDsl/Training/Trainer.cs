using System.Globalization;
using System.Numerics.Tensors;
using TensorDsl.Checkpoints;

namespace TensorDsl.Training;

/// <summary>
/// Trains a model with AdamW and keeps a checkpoint. All state is in the parameters, their average, the optimiser's
/// moments and the number of steps, so a run that was stopped and resumed ends with the same bytes as one that was not.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly ITrainingTask _task;
    private readonly TrainingOptions _options;
    private readonly string _path;
    private readonly GradientSum? _sum;
    private readonly MovingAverage? _average;
    private readonly AdamW _optimizer;
    private readonly CounterRandom _dropout;
    private readonly StepClock _clock = new();
    private long? _saved;

    /// <summary>Makes a run at its first step, which learns the next token of a text.</summary>
    /// <param name="model">The model, with its initial parameters; it stays the caller's to dispose.</param>
    /// <param name="text">The text; its context is the windows' length.</param>
    /// <param name="options">What to do.</param>
    /// <param name="path">The checkpoint's file.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Trainer(ILanguageModel model, TokenSplit text, TrainingOptions options, string path)
        : this(Task(model, text, options), options, path)
    {
    }

    /// <summary>Makes a run at its first step.</summary>
    /// <param name="task">What is trained, and on what.</param>
    /// <param name="options">What to do; what it says of windows is for a task to use.</param>
    /// <param name="path">The checkpoint's file.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Trainer(ITrainingTask task, TrainingOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_task, _options, _path) = (task, options, path);
        _dropout = new CounterRandom((ulong)options.Seed, "dropout");
        _sum = options.BatchesPerStep > 1 ? new GradientSum(task.Model.Gradients) : null;
        _average = options.AverageDecay is null ? null : new MovingAverage(task.Model.Parameters);
        _optimizer = new AdamW(task.Model.Parameters, _sum?.Values ?? task.Model.Gradients, options.Optimizer);
    }

    /// <summary>Steps made so far.</summary>
    public long Step { get; private set; }

    private string ModelName => _task.Model.GetType().Name;

    /// <summary>Goes on where the checkpoint stopped.</summary>
    /// <exception cref="CheckpointException">There is no sound one, or it is of another model, text or setting.</exception>
    public void Resume()
    {
        using var checkpoint = Checkpoint.Open(_path);
        long step = checkpoint.Whole(TrainingMetadata.Step);
        checkpoint.RequireModel(ModelName, Tensors());
        checkpoint.RequireDefinition(_task.Model.Definition);
        if (checkpoint.Text(TrainingMetadata.TextHash) != _task.DataHash)
            throw new CheckpointException($"The checkpoint '{_path}' is of a run on another text.");
        checkpoint.Require(Metadata(step));
        checkpoint.Load(ModelName, Tensors());
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
        _clock.Begin();
        while (Step < _options.Schedule.TotalSteps)
        {
            if (stop.IsCancellationRequested)
            {
                Save();
                return false;
            }

            if (MakeStep() is { } step)
                progress.Stepped(step);
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
        RequireNoneSkipped();
        RequireFinite(TensorPrimitives.IsFiniteAll<float>(_task.Model.Parameters.Values), "a parameter is not finite");
        Checkpoint.Write(_path, ModelName, Metadata(Step), Tensors());
        _saved = Step;
    }

    /// <summary>
    /// Puts the average, if there is one, in the model's parameters' place, as evaluations do; a second call puts them back,
    /// which training and saving need.
    /// </summary>
    public void SwapAverage() => _average?.Swap();

    /// <summary>Releases the optimiser's moments, the average and the sum of gradients.</summary>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _sum?.Dispose();
    }

    /// <summary>Makes a step; null where it is not reported, and so perhaps still to be made by a device.</summary>
    private TrainingStep? MakeStep()
    {
        _clock.Start();
        bool isReported = (Step + 1) % _options.ReportEvery == 0 || (Step + 1) % _options.EvaluateEvery == 0 || Step + 1 == _options.Schedule.TotalSteps;
        bool isWaitedFor = isReported || _task.Model.Parameters.Copy is null;
        var (loss, tokens) = Backward(isWaitedFor);
        double learningRate = _options.Schedule.At(Step);
        _optimizer.Step(_task.Model.Team, (float)learningRate, _sum is null ? 1 : 1 / _sum.Weight);
        if (isWaitedFor)
        {
            RequireFinite(float.IsFinite(_optimizer.LastGradientNorm), $"the gradient's norm is {_optimizer.LastGradientNorm}");
            RequireNoneSkipped();
        }

        _average?.Update(_task.Model.Team, _options.AverageDecay!.Value);
        Step++;
        if (!isReported)
        {
            _clock.Continue(tokens);
            return null;
        }

        _clock.Stop(tokens);
        long steps = _options.Schedule.TotalSteps;
        return new TrainingStep(
            Step, steps, loss, learningRate, _optimizer.LastGradientNorm, _clock.TokensPerSecond, _clock.Duration(steps - Step));
    }

    /// <summary>The gradients of a step's batches, and where that is asked for the mean loss of their tokens, else 0.</summary>
    private (float Loss, long Tokens) Backward(bool hasLoss)
    {
        _sum?.Clear();
        double loss = 0;
        long tokens = 0;
        for (int i = 0; i < _options.BatchesPerStep; i++)
        {
            long number = (Step * _options.BatchesPerStep) + i;
            if (_task.Model is IDropoutModel dropout)
                dropout.DropoutSeed = _dropout.Bits((ulong)number);
            var batch = hasLoss ? _task.Backward(number) : new BatchLoss(0, _task.Differentiate(number));
            RequireFinite(float.IsFinite(batch.Loss), $"the training loss is {batch.Loss}");
            _sum?.Add(_task.Model.Team, batch.Tokens);
            loss += (double)batch.Loss * batch.Tokens;
            tokens += batch.Tokens;
        }

        return ((float)(loss / tokens), tokens);
    }

    // Of a device's steps that were not reported; the parameters are as they would be without them, and Step is not.
    private void RequireNoneSkipped()
    {
        if (_task.Model.Parameters.Copy is not null)
            RequireFinite(_optimizer.SkippedSteps == 0, $"the gradient's norm was not finite at {_optimizer.SkippedSteps} of the steps");
    }

    private void EvaluateAndSave(ITrainingProgress progress)
    {
        SwapAverage();
        EvaluationLoss loss;
        try
        {
            loss = _task.Evaluate();
        }
        finally
        {
            SwapAverage();
        }

        RequireFinite(double.IsFinite(loss.Training), $"the training loss is {loss.Training}");
        RequireFinite(double.IsFinite(loss.Validation), $"the validation loss is {loss.Validation}");
        Save();
        progress.Evaluated(new TrainingEvaluation(Step, loss.Training, loss.Validation, _clock.Lap()));
    }

    private static LanguageModelTask Task(ILanguageModel model, TokenSplit text, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new LanguageModelTask(model, text, options);
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
        .. StoredTensor.Of(_task.Model.Parameters),
        .. StoredTensor.Of(_optimizer.FirstMoments, TrainingMetadata.FirstMoment),
        .. StoredTensor.Of(_optimizer.SecondMoments, TrainingMetadata.SecondMoment),
        .. _average is null ? [] : StoredTensor.Of(_average.Values, TrainingMetadata.Average),
    ];

    private OrderedDictionary<string, string> Metadata(long step)
    {
        var metadata = new OrderedDictionary<string, string>(_options.ToMetadata())
        {
            [Checkpoint.DefinitionName] = _task.Model.Definition,
            [TrainingMetadata.Step] = step.ToString(CultureInfo.InvariantCulture),
            [TrainingMetadata.TextHash] = _task.DataHash,
            [TrainingMetadata.RandomAlgorithm] = TrainingMetadata.CounterSplitMix64,
            [TrainingMetadata.RandomPosition] = (step * _options.BatchesPerStep).ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, text) in _task.Metadata)
            metadata[name] = text;
        return metadata;
    }
}
