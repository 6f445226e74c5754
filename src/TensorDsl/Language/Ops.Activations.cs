namespace TensorDsl;

public static partial class Ops
{
    /// <summary>1 / (1 + e⁻ˣ), computed through tanh, so that it never overflows.</summary>
    public static Tensor Sigmoid(Tensor x) => 0.5 * (1 + Tanh(0.5 * x));

    /// <summary>log sigmoid(x), without overflow.</summary>
    public static Tensor LogSigmoid(Tensor x) => -Softplus(-x);

    /// <summary>log(1 + eˣ), without overflow.</summary>
    public static Tensor Softplus(Tensor x) => Maximum(x, 0) + Log(1 + Exp(-Abs(x)));

    /// <summary>max(x, 0), whose derivative at 0 is taken as 0.</summary>
    public static Tensor Relu(Tensor x) => Where(x > 0, x, 0);

    /// <summary>
    /// x · Φ(x) with the normal distribution function Φ, exactly, through erf
    /// (Hendrycks, Gimpel: Gaussian Error Linear Units, 2016).
    /// </summary>
    public static Tensor Gelu(Tensor x) => 0.5 * x * (1 + Erf(x * Math.Sqrt(0.5)));

    /// <summary>The same paper's approximation of <see cref="Gelu"/> through tanh, which GPT-2 was trained with.</summary>
    public static Tensor GeluTanh(Tensor x) =>
        0.5 * x * (1 + Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    /// <summary>x · sigmoid(x) (Elfwing, Uchibe, Doya: Sigmoid-Weighted Linear Units, 2017).</summary>
    public static Tensor Silu(Tensor x) => x * Sigmoid(x);
}
