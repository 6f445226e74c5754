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
    public static Tensor CrossEntropy(Tensor logits, Tokens targets)
    {
        int positions = targets.Shape.Rank;
        if (logits.Shape.Rank != positions + 1
            || targets.Shape.Axes.Where((axis, i) => axis.Size != logits.Shape[i].Size).Any())
        {
            throw ShapeException.Mismatch("The cross-entropy", logits.Shape, targets.Shape,
                "the logits have the axes of the targets and the vocabulary last");
        }

        var picked = Sum(logits * OneHot(targets, logits.Shape[positions].Size), -1);
        return Mean(LogSumExp(logits) - picked);
    }
}
