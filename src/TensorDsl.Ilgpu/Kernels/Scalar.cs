using TensorDsl.Cpu;

namespace TensorDsl.Ilgpu;

/// <summary>
/// The scalar functions of kernels, by the names that generated code calls them. They are as accurate as the CPU's: a
/// device's own approximations of exponentials and tangents are not.
/// </summary>
public static class Scalar
{
    /// <summary>A whole number as a value.</summary>
    public static float Iota(int start) => start;

    /// <summary>The number of a key at a position, the same bits as on the CPU.</summary>
    public static float Random<TKey>(TKey key, int position)
        where TKey : struct, IDropoutKey => PositionRandom.Uniform(key.Value, position);

    /// <summary>The larger one.</summary>
    public static float Max(float a, float b) => a > b ? a : b;

    /// <summary>The smaller one.</summary>
    public static float Min(float a, float b) => a < b ? a : b;

    /// <summary>The absolute value.</summary>
    public static float Abs(float a) => MathF.Abs(a);

    /// <summary>The square root.</summary>
    public static float Sqrt(float a) => MathF.Sqrt(a);

    /// <summary>eᵃ.</summary>
    public static float Exp(float a) => SimdMath.Exp(new Lane(a)).Value;

    /// <summary>The natural logarithm.</summary>
    public static float Log(float a) => Elementary.Log(a);

    /// <summary>The sine, of radians.</summary>
    public static float Sin(float a) => Elementary.Sin(a);

    /// <summary>The cosine, of radians.</summary>
    public static float Cos(float a) => Elementary.Cos(a);

    /// <summary>The hyperbolic tangent.</summary>
    public static float Tanh(float a) => SimdMath.FusedTanh(new Lane(a)).Value;

    /// <summary>The error function.</summary>
    public static float Erf(float a) => SimdMath.Erf(new Lane(a)).Value;

    /// <summary>1 where a &lt; b, else 0.</summary>
    public static float Less(float a, float b) => a < b ? 1f : 0f;

    /// <summary>1 where a ≤ b, else 0.</summary>
    public static float LessEqual(float a, float b) => a <= b ? 1f : 0f;

    /// <summary>1 where a = b, else 0.</summary>
    public static float Equal(float a, float b) => a == b ? 1f : 0f;

    /// <summary>a where the condition is not 0, else b.</summary>
    public static float Where(float condition, float a, float b) => condition == 0f ? b : a;
}
