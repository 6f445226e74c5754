using System.Globalization;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu.Tests;

/// <summary>
/// The stated accuracy of functions over all floats that they are defined for: every so manieth bit pattern, of both signs,
/// subnormal ones and infinities among them, and all that are next to a breakpoint. <c>TENSORDSL_ULP_STEP=1</c> takes every float.
/// </summary>
public abstract unsafe class MathTests<V>
    where V : unmanaged, ISimd<V>
{
    // Floats on each side of a breakpoint.
    private const int Near = 300;

    private static readonly uint Step = uint.Parse(Environment.GetEnvironmentVariable("TENSORDSL_ULP_STEP") ?? "1021", CultureInfo.InvariantCulture);

    protected MathTests() => Spmd.Require<V>();

    private static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    [Fact]
    public void Exp() => Within(1.5, V.Exp, Math.Exp, _ => true, -104, -87.33f, 0, 0.34657f, 88.72f, 89);

    [Fact]
    public void Log() => Within(2.5, V.Log, Math.Log, x => x >= 0, 0.7071f, 1, 1.41421f, 2);

    [Fact]
    public void Tanh() => Within(5, V.Tanh, Math.Tanh, _ => true, 0, 1, 2, 9.01f);

    [Fact]
    public void Erf() => Within(IsFused ? 6 : 6.5, V.Erf, ExactErf, _ => true, 0, 1, 3, 3.93f);

    [Fact]
    public void Sine() => Within(2, V.Sin, Math.Sin, x => Math.Abs(x) <= 1e4, 0, 0.7854f, 1.5708f, 3.14159f);

    [Fact]
    public void Cosine() => Within(2, V.Cos, Math.Cos, x => Math.Abs(x) <= 1e4, 0, 0.7854f, 1.5708f, 3.14159f);

    [Fact]
    public void SquareRoot() => Within(0.5, V.Sqrt, Math.Sqrt, x => x >= 0, 1, 2, 4);

    private static double ExactErf(double x)
    {
        if (Math.Abs(x) > 2)
            return Math.Abs(x) > 6 ? Math.Sign(x) : Oracle.Erf(x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static void Within(double bound, Func<V, V> function, Func<double, double> exact, Func<float, bool> isDefined, params float[] breakpoints)
    {
        float* lanes = stackalloc float[16];
        float* results = stackalloc float[16];
        int filled = 0;
        (double worst, float at) = (0, 0);
        foreach (float x in Floats(breakpoints).Where(isDefined))
        {
            lanes[filled++] = x;
            if (filled < V.Width)
                continue;
            V.Store(results, function(V.Load(lanes)));
            for (filled = V.Width; filled > 0; filled--)
            {
                if (Error(results[filled - 1], exact(lanes[filled - 1])) is var error && error > worst)
                    (worst, at) = (error, lanes[filled - 1]);
            }
        }

        Assert.True(worst <= bound, $"{worst:F2} ulp at {at:R}, where {bound} are stated.");
    }

    // In units of the last place of the exact value; what is too large for a float is an infinity.
    private static double Error(float result, double exact)
    {
        float nearest = (float)exact;
        if (float.IsInfinity(nearest) || float.IsInfinity(result))
            return result == nearest || MathF.BitIncrement(MathF.Abs(result)) == MathF.Abs(nearest) ? 0 : double.PositiveInfinity;
        float size = MathF.Abs(nearest);
        return float.IsNaN(result) ? double.PositiveInfinity : Math.Abs(result - exact) / ((double)MathF.BitIncrement(size) - size);
    }

    private static IEnumerable<float> Floats(float[] breakpoints)
    {
        const uint infinity = 0x7F800000;
        for (ulong bits = 0; bits <= infinity; bits += Step)
        {
            yield return BitConverter.UInt32BitsToSingle((uint)bits);
            yield return -BitConverter.UInt32BitsToSingle((uint)bits);
        }

        yield return float.PositiveInfinity;
        yield return float.NegativeInfinity;
        foreach (float breakpoint in breakpoints)
        {
            int middle = BitConverter.SingleToInt32Bits(MathF.Abs(breakpoint));
            for (int bits = Math.Max(0, middle - Near); bits < middle + Near; bits++)
            {
                yield return BitConverter.Int32BitsToSingle(bits);
                yield return -BitConverter.Int32BitsToSingle(bits);
            }
        }

        // Fills the last vector.
        for (int i = 0; i < 16; i++)
            yield return 1;
    }
}

public sealed class MathF1Tests : MathTests<F1>;

public sealed class MathF128Tests : MathTests<F128>;

public sealed class MathF256Tests : MathTests<F256>;

public sealed class MathF512Tests : MathTests<F512>;
