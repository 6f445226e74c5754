using TensorDsl;
using TensorDsl.Text;
using TensorDsl.Training;
using TranslateExample.Models;

namespace TranslateExample.Translating;

/// <summary>Learning to translate, from batches of sentence pairs of about the same length.</summary>
internal sealed class TranslationTask : ITrainingTask
{
    /// <summary>Where a checkpoint keeps the vocabulary.</summary>
    public const string VocabularyName = "vocabulary";

    private const int TokensPerBatch = 1024;
    private const int EvaluationBatches = 20;

    // Longer pairs are few, and cost much.
    private const int MaxLength = 64;

    private readonly ITranslator _model;
    private readonly BytePairEncoding _vocabulary;
    private readonly TokenPair[] _training;
    private readonly TokenPair[] _heldOut;
    private readonly LengthBuckets _batches;
    private readonly LengthBuckets _trainingSample;
    private readonly LengthBuckets _heldOutSample;

    public TranslationTask(ITranslator model, ParallelSplit data, BytePairEncoding vocabulary, long seed)
    {
        (_model, _vocabulary, DataHash) = (model, vocabulary, data.Hash);
        _training = [.. data.Training.Select(pair => TokenPair.Of(pair, vocabulary)).Where(pair => pair.Length <= MaxLength)];
        _heldOut = [.. data.HeldOut.Select(pair => TokenPair.Of(pair, vocabulary)).Where(pair => pair.Length <= MaxLength)];
        if (_training.Length == 0 || _heldOut.Length == 0)
            throw new CorpusException($"No sentence pair has {MaxLength} tokens or fewer.");
        _batches = Buckets(_training, (ulong)seed);
        (_trainingSample, _heldOutSample) = (Buckets(_training, 0), Buckets(_heldOut, 0));
    }

    public IModel Model => _model;

    public string DataHash { get; }

    public IEnumerable<KeyValuePair<string, string>> Metadata => [new(VocabularyName, _vocabulary.ToString())];

    /// <summary>Pairs that are learned from.</summary>
    public int Count => _training.Length;

    public BatchLoss Backward(long batch)
    {
        var pairs = Batch(_training, _batches[batch]);
        float loss = _model.Backward(pairs.Source, pairs.Lengths, pairs.Tokens, pairs.Targets, pairs.Count, pairs.SourceLength, pairs.TargetLength);
        return new BatchLoss(loss, pairs.TargetTokens);
    }

    public int Differentiate(long batch)
    {
        var pairs = Batch(_training, _batches[batch]);
        _model.Differentiate(pairs.Source, pairs.Lengths, pairs.Tokens, pairs.Targets, pairs.Count, pairs.SourceLength, pairs.TargetLength);
        return pairs.TargetTokens;
    }

    public EvaluationLoss Evaluate() => new(Mean(_training, _trainingSample), Mean(_heldOut, _heldOutSample));

    private static LengthBuckets Buckets(TokenPair[] pairs, ulong seed) => new([.. pairs.Select(pair => pair.Length)], TokensPerBatch, seed);

    private static PairBatch Batch(TokenPair[] pairs, IReadOnlyList<int> places) => PairBatch.Of([.. places.Select(place => pairs[place])]);

    private double Mean(TokenPair[] all, LengthBuckets buckets)
    {
        double sum = 0;
        long tokens = 0;
        for (int i = 0; i < Math.Min(EvaluationBatches, buckets.Count); i++)
        {
            var pairs = Batch(all, buckets[i]);
            float loss = _model.Loss(pairs.Source, pairs.Lengths, pairs.Tokens, pairs.Targets, pairs.Count, pairs.SourceLength, pairs.TargetLength);
            sum += (double)loss * pairs.TargetTokens;
            tokens += pairs.TargetTokens;
        }

        return sum / tokens;
    }
}
