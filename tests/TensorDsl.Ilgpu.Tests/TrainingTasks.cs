using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Training;
using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests;

/// <summary>An encoder-decoder, whose loss has inputs of its own and leaves out padding.</summary>
[Model]
internal sealed partial class TinyTranslator
{
    private const int Vocab = 9, Padding = 0, Heads = 2, DModel = 6, DK = 3, DV = 5, DFf = 7;

    internal static Tensor Loss(
        [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
    {
        var table = Parameter("embedding", Normal(0.5), Vocab, DModel);
        var memory = EncoderLayer(Embedding(source, table), Heads, DK, DV, DFf, Mask.Lengths(lengths), dropout: 0.1);
        var y = DecoderLayer(Embedding(tokens, table), memory, Heads, DK, DV, DFf, Mask.Lengths(lengths), dropout: 0.1);
        return CrossEntropy(Unembed(y, table), targets, smoothing: 0.1, ignore: Padding);
    }
}

/// <summary>Classes of vectors, by a loss that is not the only one.</summary>
[Model]
internal sealed partial class TinyClassifier
{
    internal static Tensor ClassLoss([Axes("B", "F = 5")] Tensor x, [Axes("B")] Tokens labels) => CrossEntropy(Classes(x), labels);

    internal static Tensor SquareLoss([Axes("B", "F = 5")] Tensor x) => Mean(Classes(x) * Classes(x));

    private static Tensor Classes(Tensor x) => Linear(Gelu(Linear(x, 7, name: "hidden")), 3);
}

/// <summary>What the tests train.</summary>
internal static class TrainingTasks
{
    private static readonly TokenSplit Text = new(Enumerable.Range(0, 300).Select(i => i * i % 9).ToArray(), 4);

    /// <summary>A task with a new model, which the caller disposes.</summary>
    public static ITrainingTask New(string model, Device device, TrainingOptions options, ulong seed = 1) => model switch
    {
        nameof(Dropping) => new LanguageModelTask(new Dropping(device, 1, seed), Text, options),
        nameof(TinyTranslator) => new Translating(new TinyTranslator(device, 1, seed)),
        nameof(TinyClassifier) => new Classifying(new TinyClassifier(device, 1, seed)),
        _ => throw new ArgumentException("There is no such task.", nameof(model)),
    };

    /// <summary>Writing sources backwards, of lengths and tokens that differ from batch to batch.</summary>
    private sealed class Translating(TinyTranslator model) : NumberedTask(model)
    {
        protected override BatchLoss Run(Random random, bool hasLoss)
        {
            int s = random.Next(2, 5), t = random.Next(3, 6), length = random.Next(1, s + 1);
            int[] source = Draw(2 * s), tokens = Draw(2 * t), targets = [.. Draw(2 * t - 2), 0, 0];
            int count = targets.Count(target => target != 0);
            if (hasLoss)
                return new(model.Backward(source, [s, length], tokens, targets, 2, s, t), count);
            model.Differentiate(source, [s, length], tokens, targets, 2, s, t);
            return new(0, count);

            int[] Draw(int n) => [.. Enumerable.Range(0, n).Select(_ => random.Next(9))];
        }
    }

    private sealed class Classifying(TinyClassifier model) : NumberedTask(model)
    {
        protected override BatchLoss Run(Random random, bool hasLoss)
        {
            int[] labels = [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.Next(3))];
            float[] x = [.. labels.SelectMany(label => Enumerable.Range(0, 5).Select(i => i == label ? 1 : random.NextSingle()))];
            if (hasLoss)
                return new(model.BackwardClassLoss(x, labels, labels.Length), labels.Length);
            model.DifferentiateClassLoss(x, labels, labels.Length);
            return new(0, labels.Length);
        }
    }

    /// <summary>A task whose batches are drawn by their numbers; for an evaluation two of them are enough.</summary>
    private abstract class NumberedTask(IModel model) : ITrainingTask
    {
        public IModel Model => model;

        public string DataHash => GetType().Name;

        public IEnumerable<KeyValuePair<string, string>> Metadata => [];

        public BatchLoss Backward(long batch) => Run(new Random((int)batch), hasLoss: true);

        public int Differentiate(long batch) => Run(new Random((int)batch), hasLoss: false).Tokens;

        public EvaluationLoss Evaluate() => new(Backward(1000).Loss, Backward(1001).Loss);

        protected abstract BatchLoss Run(Random random, bool hasLoss);
    }
}
