namespace TensorDsl.Ilgpu.Tests;

/// <summary>What a number becomes in bfloat16, in double precision and not by its bits.</summary>
internal static class BFloat16Oracle
{
    // Significant bits, and the exponents of the least normal number and of the first that is too large.
    private const int Bits = 8, Least = -126, TooLarge = 128;

    /// <summary>The nearest number of eight significant bits, half to even.</summary>
    public static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        double unit = Math.ScaleB(1, Math.Max(Math.ILogB(value), Least) - Bits + 1), rounded = Math.Round(value / unit, MidpointRounding.ToEven) * unit;
        return Math.Abs(rounded) >= Math.ScaleB(1, TooLarge) ? Math.CopySign(double.PositiveInfinity, value) : rounded;
    }
}
