namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The mean over all positions of the Kullback-Leibler divergence of softmax(logits) from soft targets,
    /// Σ target · (log target − log softmax(logits)), in nats; 0 where both agree
    /// (Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015).
    /// <list type="table">
    /// <item><term>logits</term><description>(…, Classes)</description></item>
    /// <item><term>targets</term><description>(…, Classes), or what broadcasts to it</description></item>
    /// <item><term>result</term><description>()</description></item>
    /// </list>
    /// A teacher's targets are <c>StopGradient(Softmax(teacher / temperature))</c>.
    /// </summary>
    /// <param name="logits">The scores of each class.</param>
    /// <param name="targets">The probability of each class: from 0, the sum 1 along the last axis.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor KullbackLeibler(Tensor logits, Tensor targets)
    {
        // 0 · log 0 is 0.
        var information = Log(Where(targets > 0, targets, 1));
        return Mean(Sum(targets * (information - LogSoftmax(logits)), -1));
    }
}
