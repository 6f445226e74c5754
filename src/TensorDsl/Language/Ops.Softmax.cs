namespace TensorDsl;

public static partial class Ops
{
    /// <summary>eˣ / Σ eˣ along the last axis.</summary>
    public static Tensor Softmax(Tensor x) => Softmax(x, -1);

    /// <summary>
    /// eˣ / Σ eˣ along an axis. The largest element is subtracted first, which changes nothing but the range: no
    /// exponential overflows, and −∞ gets weight 0 as long as something finite is beside it.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Softmax(Tensor x, AxisRef axis)
    {
        var weights = Exp(x - StopGradient(Max(x, axis, keep: true)));
        return weights / Sum(weights, axis, keep: true);
    }

    /// <summary>The logarithm of <see cref="Softmax(Tensor)"/> along the last axis, without underflow.</summary>
    public static Tensor LogSoftmax(Tensor x) => LogSoftmax(x, -1);

    /// <summary>The logarithm of <see cref="Softmax(Tensor, AxisRef)"/>, without underflow: x − log Σ eˣ.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor LogSoftmax(Tensor x, AxisRef axis) => x - LogSumExp(x, axis, keep: true);

    /// <summary>log Σ eˣ along the last axis, which is left out.</summary>
    public static Tensor LogSumExp(Tensor x) => LogSumExp(x, -1);

    /// <summary>log Σ eˣ along an axis, which then is left out, or is of size 1 if <paramref name="keep"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor LogSumExp(Tensor x, AxisRef axis, bool keep = false)
    {
        var sum = Sum(Exp(x - StopGradient(Max(x, axis, keep: true))), axis, keep);
        return Log(sum) + StopGradient(Max(x, axis, keep));
    }
}
