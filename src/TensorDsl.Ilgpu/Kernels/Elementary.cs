using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Functions that the CPU takes from its vector library, and a device has as rough approximations only.</summary>
internal static class Elementary
{
    private const float InverseHalfPi = 0.636619772f;

    // π/2 in three parts, the first two short enough that whole multiples of them are exact.
    private const float First = 1.5703125f;
    private const float Second = 4.83751297e-4f;
    private const float Third = 7.5497896e-8f;

    /// <summary>n · ln 2 + 2 artanh((m − 1) / (m + 1)) with 2ⁿ · m = x and m near 1.</summary>
    public static float Log(float x)
    {
        if (!(x > 0f))
            return x == 0f ? float.NegativeInfinity : float.NaN;
        if (x == float.PositiveInfinity)
            return x;

        // Numbers without a leading one get one.
        float shift = 0f;
        if (x < 1.17549435e-38f)
        {
            x *= 16777216f;
            shift = -24f;
        }

        int bits = (int)Interop.FloatAsInt(x);
        int n = ((bits - 0x3F3504F3) >> 23) + 0;
        float m = Interop.IntAsFloat((uint)(bits - (n << 23)));
        float s = (m - 1f) / (m + 1f);
        float u = s * s;
        float p = 0.222222222f;
        p = (p * u) + 0.285714286f;
        p = (p * u) + 0.4f;
        p = (p * u) + 0.666666667f;
        float whole = n + shift;
        return (whole * 0.693145752f) + ((whole * 1.42860677e-6f) + ((p * u * s) + (2f * s)));
    }

    /// <summary>The sine.</summary>
    public static float Sin(float x) => Wave(x, 0);

    /// <summary>The cosine: the sine a quarter further.</summary>
    public static float Cos(float x) => Wave(x, 1);

    // x = k · π/2 + r with |r| ≤ π/4: sine or cosine of r, with the quarter's sign.
    private static float Wave(float x, int quarters)
    {
        float k = Round(x * InverseHalfPi);
        float r = x - (k * First);
        r -= k * Second;
        r -= k * Third;
        float u = r * r;
        int quarter = ((int)k + quarters) & 3;
        float value;
        if ((quarter & 1) == 0)
        {
            float p = -1.95152959e-4f;
            p = (p * u) + 8.33216087e-3f;
            p = (p * u) - 1.66666546e-1f;
            value = (p * u * r) + r;
        }
        else
        {
            float p = 2.44331571e-5f;
            p = (p * u) - 1.38873162e-3f;
            p = (p * u) + 4.16666456e-2f;
            value = (p * u * u) - (0.5f * u) + 1f;
        }

        return (quarter & 2) == 0 ? value : -value;
    }

    /// <summary>To the nearest whole number, for what is small against 2²².</summary>
    public static float Round(float x) => x + 12582912f - 12582912f;
}
