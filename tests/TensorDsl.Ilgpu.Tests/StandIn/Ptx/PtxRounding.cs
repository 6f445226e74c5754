namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>Conversions of PTX, in double precision: what a number becomes in a format with fewer bits.</summary>
internal static class PtxRounding
{
    /// <summary>To 11 bits, half away from zero; a float's bits, of which the last 13 are 0.</summary>
    public static uint Tf32(float value) => Bits(Round(value, 11, MidpointRounding.AwayFromZero));

    /// <summary>To 8 bits, half to even; the upper half of a float's bits.</summary>
    public static uint BFloat16(float value) => Bits(Round(value, 8, MidpointRounding.ToEven)) >> 16;

    private static uint Bits(double value) => BitConverter.SingleToUInt32Bits((float)value);

    private static double Round(float value, int bits, MidpointRounding midpoint)
    {
        if (value == 0 || !float.IsFinite(value))
            return value;
        double unit = Math.ScaleB(1, Math.Max(Math.ILogB(value), -126) - bits + 1);
        return Math.Round(value / unit, midpoint) * unit;
    }
}
