namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The mean over all positions of −log softmax(logits) at the target, in nats per position.
    /// </summary>
    /// <param name="logits">(B, T, Vocab), or any axes and the vocabulary last.</param>
    /// <param name="targets">(B, T), the same axes without the vocabulary.</param>
    /// <returns>A single number.</returns>
    /// <exception cref="ShapeException">The leading axes differ.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tokens targets) => Mean(Surprise(logits, targets, 0));

    /// <summary>
    /// Cross-entropy whose targets are smoothed: 1 − smoothing at the target and the rest even over all of the vocabulary
    /// (Szegedy et al.: Rethinking the Inception Architecture, 2016; Vaswani et al. use 0.1), and where positions of one
    /// target, such as padding, do not count.
    /// <list type="table">
    /// <item><term>logits</term><description>(B, T, Vocab), or any axes and the vocabulary last</description></item>
    /// <item><term>targets</term><description>(B, T), the same axes without the vocabulary</description></item>
    /// <item><term>result</term><description>(): the mean over the positions that count, in nats; 0 if none does</description></item>
    /// </list>
    /// </summary>
    /// <param name="logits">The scores of each token of the vocabulary.</param>
    /// <param name="targets">The tokens that are right.</param>
    /// <param name="smoothing">How much of the weight is spread, from 0 below 1.</param>
    /// <param name="ignore">The target whose positions do not count, one of the vocabulary; none if not given.</param>
    /// <exception cref="ShapeException">The leading axes differ.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tokens targets, double smoothing, int? ignore = null) =>
        ignore is { } ignored
            ? CrossEntropy(logits, targets, 1 - Equal(Primitives.Values(targets), ignored), smoothing)
            : Mean(Surprise(logits, targets, smoothing));

    /// <summary>
    /// Cross-entropy whose positions count as much as their weights: with 1 at masked words and 0 elsewhere, for example,
    /// the loss of a masked language model (Devlin et al.: BERT, 2019).
    /// <list type="table">
    /// <item><term>logits</term><description>(B, T, Vocab), or any axes and the vocabulary last</description></item>
    /// <item><term>targets</term><description>(B, T), the same axes without the vocabulary</description></item>
    /// <item><term>weights</term><description>(B, T), or what broadcasts to it</description></item>
    /// <item><term>result</term><description>(): Σ weight · loss / Σ weight, in nats; 0 where all weights are</description></item>
    /// </list>
    /// </summary>
    /// <param name="logits">The scores of each token of the vocabulary.</param>
    /// <param name="targets">The tokens that are right.</param>
    /// <param name="weights">How much each position counts, none of them negative.</param>
    /// <param name="smoothing">How much of a target's weight is spread over the vocabulary, from 0 below 1.</param>
    /// <exception cref="ShapeException">The leading axes differ.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tokens targets, Tensor weights, double smoothing = 0)
    {
        var surprise = Surprise(logits, targets, smoothing);
        if (!Broadcasting.Fits(weights.Shape, surprise.Shape))
            throw ShapeException.Mismatch("The cross-entropy", logits.Shape, weights.Shape, "the weights have the axes of the targets");
        var counted = weights.Shape.Equals(surprise.Shape) ? weights : weights + (0 * Primitives.Values(targets));
        var total = Sum(counted);
        return Sum(counted * surprise) / Where(total > 0, total, 1);
    }

    /// <summary>
    /// Cross-entropy with soft targets: −Σ probability · log softmax(logits), the mean over all positions; it differs from
    /// <see cref="KullbackLeibler"/> by the targets' entropy, which has no gradient by the logits.
    /// <list type="table">
    /// <item><term>logits</term><description>(…, Classes)</description></item>
    /// <item><term>probabilities</term><description>(…, Classes), or what broadcasts to it</description></item>
    /// <item><term>result</term><description>(), in nats</description></item>
    /// </list>
    /// </summary>
    /// <param name="logits">The scores of each class.</param>
    /// <param name="probabilities">The probability of each class: from 0, the sum 1 along the last axis.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor probabilities) => -Mean(Sum(probabilities * LogSoftmax(logits), -1));

    // (B, T): the cross-entropy of each position.
    private static Tensor Surprise(Tensor logits, Tokens targets, double smoothing)
    {
        int positions = targets.Shape.Rank;
        if (logits.Shape.Rank != positions + 1
            || targets.Shape.Axes.Where((axis, i) => axis.Size != logits.Shape[i].Size).Any())
        {
            throw ShapeException.Mismatch("The cross-entropy", logits.Shape, targets.Shape,
                "the logits have the axes of the targets and the vocabulary last");
        }

        var picked = Sum(logits * OneHot(targets, logits.Shape[positions].Size), -1);
        var wanted = smoothing == 0 ? picked : (picked * (1 - smoothing)) + (Mean(logits, -1) * smoothing);
        return LogSumExp(logits) - wanted;
    }
}
