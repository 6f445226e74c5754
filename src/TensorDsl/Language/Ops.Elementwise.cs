namespace TensorDsl;

/// <summary>
/// The operations of the language, for <c>using static TensorDsl.Ops</c>. Element-wise operations broadcast by axis:
/// axes of one name meet each other, all others meet from the right, and a size of 1 stretches.
/// </summary>
public static partial class Ops
{
    /// <summary>eˣ.</summary>
    public static Tensor Exp(Tensor x) => Primitives.Map(Function.Exp, x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => Primitives.Map(Function.Log, x);

    /// <summary>√x.</summary>
    public static Tensor Sqrt(Tensor x) => Primitives.Map(Function.Sqrt, x);

    /// <summary>The sine, x in radians.</summary>
    public static Tensor Sin(Tensor x) => Primitives.Map(Function.Sin, x);

    /// <summary>The cosine, x in radians.</summary>
    public static Tensor Cos(Tensor x) => Primitives.Map(Function.Cos, x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Primitives.Map(Function.Tanh, x);

    /// <summary>The error function, 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    public static Tensor Erf(Tensor x) => Primitives.Map(Function.Erf, x);

    /// <summary>|x|, whose derivative at 0 is taken as 0.</summary>
    public static Tensor Abs(Tensor x) => Primitives.Map(Function.Abs, x);

    /// <summary>The larger of both; where they are equal, each gets half of the gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Maximum(Tensor left, Tensor right) => Primitives.Map(Function.Maximum, left, right);

    /// <summary>The smaller of both; where they are equal, each gets half of the gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Minimum(Tensor left, Tensor right) => Primitives.Map(Function.Minimum, left, right);

    /// <summary>1 where both are equal, else 0.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Equal(Tensor left, Tensor right) => Primitives.Map(Function.Equal, left, right);

    /// <summary><paramref name="then"/> where the condition is not 0, else <paramref name="otherwise"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor then, Tensor otherwise) =>
        Primitives.Map(Function.Where, condition, then, otherwise);

    /// <summary>x itself, treated as a constant by the backward pass.</summary>
    public static Tensor StopGradient(Tensor x) => Primitives.StopGradient(x);
}
