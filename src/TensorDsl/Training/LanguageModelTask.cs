using System.Globalization;

namespace TensorDsl.Training;

/// <summary>Learning the next token of a text, in windows drawn at random.</summary>
/// <param name="model">The model; it stays the caller's to dispose.</param>
/// <param name="text">The text; its context is the windows' length.</param>
/// <param name="options">The number of windows, and the seed.</param>
public sealed class LanguageModelTask(ILanguageModel model, TokenSplit text, TrainingOptions options) : ITrainingTask
{
    private readonly TokenBatches _batches = new(text.Training, options.Batch, text.Context, (ulong)options.Seed);
    private readonly int[] _tokens = new int[options.Batch * text.Context];
    private readonly int[] _targets = new int[options.Batch * text.Context];

    /// <inheritdoc/>
    public IModel Model => model;

    /// <inheritdoc/>
    public string DataHash => text.Hash;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> Metadata =>
        [new(TrainingMetadata.Context, text.Context.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public BatchLoss Backward(long batch)
    {
        _batches.Fill(batch, _tokens, _targets);
        return new BatchLoss(model.Backward(_tokens, _targets, options.Batch, text.Context), _tokens.Length);
    }

    /// <inheritdoc/>
    public int Differentiate(long batch)
    {
        _batches.Fill(batch, _tokens, _targets);
        model.Differentiate(_tokens, _targets, options.Batch, text.Context);
        return _tokens.Length;
    }

    /// <inheritdoc/>
    public EvaluationLoss Evaluate() => new(
        Evaluation.Sampled(model, text.Training.Span, options.Batch, text.Context, options.TrainingWindows),
        Evaluation.Sampled(model, text.Validation.Span, options.Batch, text.Context, options.ValidationWindows));
}
