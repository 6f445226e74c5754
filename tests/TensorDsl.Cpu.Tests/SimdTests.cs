namespace TensorDsl.Cpu.Tests;

/// <summary>Every operation of every width against double precision.</summary>
public abstract unsafe class SimdTests<V>
    where V : unmanaged, ISimd<V>
{
    protected SimdTests() => Spmd.Require<V>();

    [Fact]
    public void ArithmeticIsExactlyRounded()
    {
        Check((a, b) => a + b, (a, b) => a + b);
        Check((a, b) => a - b, (a, b) => a - b);
        Check((a, b) => a * b, (a, b) => a * b);
        Check((a, b) => a / b, (a, b) => a / b);
        Check((a, b) => -a, (a, b) => -a);
        Check((a, b) => V.Abs(a), (a, b) => Math.Abs(a));
        Check((a, b) => V.Max(a, b), Math.Max);
        Check((a, b) => V.Min(a, b), Math.Min);
        Check((a, b) => V.Clamp(a, V.Broadcast(-0.2f), V.Broadcast(0.3f)), (a, b) => Math.Clamp(a, -0.2f, 0.3f));
        Check((a, b) => V.Sqrt(V.Abs(a)), (a, b) => Math.Sqrt(Math.Abs(a)));
        Check((a, b) => V.Round(a * V.Broadcast(8)), (a, b) => Math.Round(a * 8));
        Check((a, b) => V.Scale(a, V.Broadcast(-7)), (a, b) => a / 128);
        Check((a, b) => V.Less(a, b), (a, b) => a < b ? 1 : 0);
        Check((a, b) => V.LessEqual(a, a), (a, b) => 1);
        Check((a, b) => V.LessEqual(a, b), (a, b) => a <= b ? 1 : 0);
        Check((a, b) => V.Equal(a, a), (a, b) => 1);
        Check((a, b) => V.Equal(a, b), (a, b) => a == b ? 1 : 0);
        Check((a, b) => V.Where(V.Less(a, b), a, b), Math.Min);
        Check((a, b) => V.Where(V.Broadcast(float.NaN), a, b), (a, b) => a);
    }

    [Fact]
    public void FusedMultiplyAddIsWithinTwoRoundings()
    {
        var (a, b, c) = (V.Broadcast(1.1f), V.Broadcast(-2.3f), V.Broadcast(0.7f));
        Assert.Equal((1.1f * -2.3) + 0.7f, Lanes(V.Fma(a, b, c))[0], 3e-7);
    }

    [Fact]
    public void RandomNumbersAreTheSameAtEveryWidth()
    {
        for (int start = 0; start < 3000; start += V.Width)
        {
            float[] lanes = Lanes(V.Random(0xFEDCBA98, start));
            for (int i = 0; i < V.Width; i++)
                Assert.Equal(PositionRandom.Uniform(0xFEDCBA98, start + i), lanes[i]);
        }
    }

    [Fact]
    public void LanesAreInOrder()
    {
        int* integers = stackalloc int[16];
        for (int i = 0; i < 16; i++)
            integers[i] = (i * 3) - 7;
        float[] iota = Lanes(V.Iota(5));
        float[] loaded = Lanes(V.LoadInt(integers));
        for (int i = 0; i < V.Width; i++)
        {
            Assert.Equal(5 + i, iota[i]);
            Assert.Equal((i * 3) - 7, loaded[i]);
        }

        Assert.Equal(V.Width * (V.Width + 9) / 2, V.HorizontalSum(V.Iota(5)));
        Assert.Equal(V.Width - 3, V.HorizontalMax(V.Iota(-2)));
        Assert.Equal(3, V.HorizontalMax(-V.Iota(-3)));
    }

    [Fact]
    public void NotANumberIsNotHidden()
    {
        V nan = V.Broadcast(float.NaN);
        V one = V.Broadcast(1);
        foreach (var value in new[] { V.Max(nan, one), V.Max(one, nan), V.Min(nan, one), V.Min(one, nan), V.Clamp(nan, -one, one), V.Exp(nan), V.Tanh(nan), V.Erf(nan), V.Log(nan) })
            Assert.All(Lanes(value), lane => Assert.True(float.IsNaN(lane)));
        Assert.True(float.IsNaN(V.HorizontalMax(nan)));
    }

    [Fact]
    public void ExpIsAccurate()
    {
        Assert.InRange(Worst(V.Exp, Math.Exp, -87, 88.7), 0, 1.5);
        Assert.Equal(0, Lanes(V.Exp(V.Broadcast(float.NegativeInfinity)))[0]);
        Assert.Equal(1, Lanes(V.Exp(V.Broadcast(0)))[0]);
        Assert.Equal(float.PositiveInfinity, Lanes(V.Exp(V.Broadcast(100)))[0]);
        Assert.Equal(Math.Exp(-95), Lanes(V.Exp(V.Broadcast(-95)))[0], 1.5e-45);
    }

    [Fact]
    public void LogIsAccurate()
    {
        Assert.InRange(Worst(V.Log, Math.Log, 1e-3, 3), 0, 2.5);
        Assert.InRange(Worst(V.Log, Math.Log, 1, 1e30), 0, 2.5);
        Assert.Equal(float.NegativeInfinity, Lanes(V.Log(V.Broadcast(0)))[0]);
    }

    [Fact]
    public void SineAndCosineAreAccurate()
    {
        Assert.InRange(Worst(V.Sin, Math.Sin, -1e4, 1e4), 0, 2);
        Assert.InRange(Worst(V.Cos, Math.Cos, -1e4, 1e4), 0, 2);
    }

    [Fact]
    public void TanhIsAccurate()
    {
        Assert.InRange(Worst(V.Tanh, Math.Tanh, -1, 1), 0, 5);
        Assert.InRange(Worst(V.Tanh, Math.Tanh, -12, 12), 0, 5);
        Assert.Equal(-1, Lanes(V.Tanh(V.Broadcast(float.NegativeInfinity)))[0], 1e-7);
        Assert.All(Lanes(V.Tanh(V.Broadcast(30))), lane => Assert.InRange(lane, 0.9999998f, 1));
    }

    [Fact]
    public void ErfEndsAtOne()
    {
        Assert.Equal(-1, Lanes(V.Erf(V.Broadcast(float.NegativeInfinity)))[0], 1e-7);
        Assert.All(Lanes(V.Erf(V.Broadcast(30))), lane => Assert.InRange(lane, 0.9999998f, 1));
    }

    /// <summary>The largest error over the interval, in units of the last place of the exact value.</summary>
    private static double Worst(Func<V, V> function, Func<double, double> exact, double from, double to)
    {
        const int Samples = 40_000;
        float* lanes = stackalloc float[16];
        double worst = 0;
        for (int i = 0; i < Samples; i += V.Width)
        {
            for (int j = 0; j < V.Width; j++)
                lanes[j] = (float)(from + ((to - from) * (i + j) / Samples));
            float[] results = Lanes(function(V.Load(lanes)));
            for (int j = 0; j < V.Width; j++)
            {
                double value = exact(lanes[j]);
                double ulp = MathF.BitIncrement(MathF.Abs((float)value)) - MathF.Abs((float)value);
                worst = Math.Max(worst, Math.Abs(results[j] - value) / ulp);
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{typeof(V).Name} {exact.Method.Name}: {worst:F2} ulp on {from} … {to}");
        return worst;
    }

    private static void Check(Func<V, V, V> function, Func<double, double, double> exact)
    {
        using var a = new Floats(V.Width, 1);
        using var b = new Floats(V.Width, 2);
        float[] results = Lanes(function(V.Load(a.Data), V.Load(b.Data)));
        for (int i = 0; i < V.Width; i++)
            Assert.Equal((float)exact(a.Span[i], b.Span[i]), results[i]);
    }

    private static float[] Lanes(V value)
    {
        float* lanes = stackalloc float[V.Width];
        V.Store(lanes, value);
        return new ReadOnlySpan<float>(lanes, V.Width).ToArray();
    }
}

public sealed class SimdF1Tests : SimdTests<F1>;

public sealed class SimdF128Tests : SimdTests<F128>;

public sealed class SimdF256Tests : SimdTests<F256>;

public sealed class SimdF512Tests : SimdTests<F512>;
