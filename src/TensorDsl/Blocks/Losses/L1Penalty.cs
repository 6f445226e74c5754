namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The sum of absolute values along the last axis, its mean over all others: added to a loss, it keeps few features active
    /// (Tibshirani: Regression Shrinkage and Selection via the Lasso, 1996; Cunningham et al.: Sparse Autoencoders Find Highly
    /// Interpretable Features in Language Models, 2023).
    /// <list type="table">
    /// <item><term>x</term><description>(…, Features)</description></item>
    /// <item><term>result</term><description>()</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The features.</param>
    /// <exception cref="ShapeException">x has no axes.</exception>
    public static Tensor L1Penalty(Tensor x) => Mean(Sum(Abs(x), -1));
}
