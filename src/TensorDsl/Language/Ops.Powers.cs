namespace TensorDsl;

public static partial class Ops
{
    /// <summary>1 / √x.</summary>
    public static Tensor Rsqrt(Tensor x) => 1 / Sqrt(x);

    /// <summary>
    /// x to a constant power. Whole exponents up to ±64 are products, ±0.5 are roots, and those are all that may take x
    /// below 0 or, if positive, 0; for others x is positive.
    /// </summary>
    public static Tensor Power(Tensor x, double exponent)
    {
        if (exponent < 0)
            return 1 / Power(x, -exponent);
        if (exponent == 0.5)
            return Sqrt(x);
        if (exponent != Math.Floor(exponent) || exponent > 64)
            return Exp(exponent * Log(x));
        if (exponent == 0)
            return Expand(1, x.Shape);

        // By squaring, from the exponent's highest bit on.
        int whole = (int)exponent, bit = 1;
        while (bit <= whole / 2)
            bit *= 2;
        var power = x;
        for (bit /= 2; bit > 0; bit /= 2)
        {
            power *= power;
            if ((whole & bit) != 0)
                power *= x;
        }

        return power;
    }

    /// <summary>x to the power of y, for positive x.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Power(Tensor x, Tensor y) => Exp(y * Log(x));

    /// <summary>The nearest number to x from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <exception cref="ArgumentException">The least is more than the most.</exception>
    public static Tensor Clamp(Tensor x, double least, double most) => least <= most
        ? Minimum(Maximum(x, least), most)
        : throw new ArgumentException(FormattableString.Invariant($"A number cannot be clamped to {least} … {most}."));

    private static Tensor Expand(double value, Shape shape) => Primitives.Expand(Primitives.Constant(value), shape);
}
