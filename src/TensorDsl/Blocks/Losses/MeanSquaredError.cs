namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The mean over all elements of the squared difference.
    /// <list type="table">
    /// <item><term>prediction, target</term><description>any shapes that broadcast</description></item>
    /// <item><term>result</term><description>()</description></item>
    /// </list>
    /// </summary>
    /// <param name="prediction">What the model gives.</param>
    /// <param name="target">What is right.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor MeanSquaredError(Tensor prediction, Tensor target)
    {
        var difference = prediction - target;
        return Mean(difference * difference);
    }
}
