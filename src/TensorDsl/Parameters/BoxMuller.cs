using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl;

/// <summary>
/// Box and Muller's transform (A Note on the Generation of Random Normal Deviates, 1958) for four numbers at once. Its arguments
/// have narrow ranges, so its functions are short: a process that starts waits longer for the runtime's to be compiled than for all
/// that they compute.
/// </summary>
internal static class BoxMuller
{
    // The upper bits of ln 2, so that their multiples are exact, and the rest.
    private const double Ln2 = 0.693147180369123816490, Ln2Rest = 1.90821492927058770002e-10;

    // A double's bits of √½, and of 1024 as an exponent.
    private const long RootHalf = 0x3FE6A09E667F3BCD, Bias = 1024L << 52;

    // Reciprocals of the odd numbers from 21 down to 3.
    private static ReadOnlySpan<double> Odd => [1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3];

    // What each term of Taylor's series is of the one before it, the last first.
    private static ReadOnlySpan<double> Sine => [1.0 / (16 * 17), 1.0 / (14 * 15), 1.0 / (12 * 13), 1.0 / (10 * 11), 1.0 / (8 * 9), 1.0 / (6 * 7), 1.0 / (4 * 5), 1.0 / (2 * 3)];

    private static ReadOnlySpan<double> Cosine => [1.0 / (15 * 16), 1.0 / (13 * 14), 1.0 / (11 * 12), 1.0 / (9 * 10), 1.0 / (7 * 8), 1.0 / (5 * 6), 1.0 / (3 * 4), 1.0 / (1 * 2)];

    /// <summary>Standard normal numbers.</summary>
    /// <param name="first">Numbers of [0, 1), multiples of 2⁻⁵³.</param>
    /// <param name="second">Independent ones.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Normals(Vector256<double> first, Vector256<double> second) =>
        Vector256.Sqrt(-2 * Log(Vector256<double>.One - first)) * CosOfTurns(second);

    // For [2⁻⁵³, 1]: x = m 2ᵉ with m in [√½, √2), and ln m = 2 artanh s with s = (m - 1) / (m + 1), so that s² < 0.03.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Log(Vector256<double> x)
    {
        var bits = x.AsInt64();
        var exponent = ((bits + Vector256.Create(Bias - RootHalf)) >>> 52) - Vector256.Create(1024L);
        var e = Vector256.ConvertToDouble(exponent);
        var f = (bits - (exponent << 52)).AsDouble() - Vector256<double>.One;
        var s = f / (f + Vector256.Create(2.0));
        var z = s * s;
        var series = Vector256<double>.Zero;
        foreach (double coefficient in Odd)
            series = (series * z) + Vector256.Create(coefficient);
        return (e * Ln2) + ((2 * (s + (s * z * series))) + (e * Ln2Rest));
    }

    // The cosine of 2πu for [0, 1): u is q quarters of a turn and at most an eighth, whose sine and cosine have short series.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> CosOfTurns(Vector256<double> u)
    {
        var q = Vector256.Floor((4 * u) + Vector256.Create(0.5));
        var angle = 2 * Math.PI * (u - (0.25 * q));
        var square = angle * angle;
        var sine = Vector256<double>.One;
        var cosine = Vector256<double>.One;
        foreach (double ratio in Sine)
            sine = Vector256<double>.One - (sine * square * ratio);
        foreach (double ratio in Cosine)
            cosine = Vector256<double>.One - (cosine * square * ratio);

        var isOdd = ~Vector256.Equals(Vector256.Floor(0.5 * q), 0.5 * q);
        var result = Vector256.ConditionalSelect(isOdd, sine * angle, cosine);
        var isNegative = Vector256.Equals(q, Vector256<double>.One) | Vector256.Equals(q, Vector256.Create(2.0));
        return Vector256.ConditionalSelect(isNegative, -result, result);
    }
}
