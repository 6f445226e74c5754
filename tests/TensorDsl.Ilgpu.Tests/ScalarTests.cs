namespace TensorDsl.Ilgpu.Tests;

/// <summary>The scalar functions of kernels against double precision.</summary>
public sealed class ScalarTests
{
    // A few units in the last place of a float.
    private const double Relative = 5e-7;

    [Fact]
    public void Exponentials() => Check(Scalar.Exp, Math.Exp, Between(-80, 80), 0);

    [Fact]
    public void Logarithms() => Check(Scalar.Log, Math.Log, Between(-80, 80).Select(x => (float)Math.Exp(x)), 1e-7);

    [Fact]
    public void LogarithmsNearOne() => Check(Scalar.Log, Math.Log, Between(0.5, 2), 0);

    [Fact]
    public void LogarithmsAtTheEdges()
    {
        Assert.Equal(float.NegativeInfinity, Scalar.Log(0f));
        Assert.Equal(float.PositiveInfinity, Scalar.Log(float.PositiveInfinity));
        Assert.True(float.IsNaN(Scalar.Log(-1f)));
        Assert.True(float.IsNaN(Scalar.Log(float.NaN)));
        Assert.Equal(Math.Log(1e-40f), Scalar.Log(1e-40f), 1e-4);
    }

    [Fact]
    public void Sines() => Check(Scalar.Sin, Math.Sin, Between(-3000, 3000), 3e-7);

    [Fact]
    public void Cosines() => Check(Scalar.Cos, Math.Cos, Between(-3000, 3000), 3e-7);

    [Fact]
    public void Tangents() => Check(Scalar.Tanh, Math.Tanh, Between(-12, 12), 0);

    [Fact]
    public void SquareRoots() => Check(Scalar.Sqrt, Math.Sqrt, Between(0, 1000), 0);

    [Fact]
    public void ErrorFunctions() => Check(Scalar.Erf, Erf, Between(-5, 5), 1e-7);

    [Fact]
    public void ChoicesAndComparisons()
    {
        Assert.Equal((2f, -1f, 1.5f), (Scalar.Max(2f, -1f), Scalar.Min(2f, -1f), Scalar.Abs(-1.5f)));
        Assert.Equal((1f, 0f, 1f, 1f, 0f), (Scalar.Less(1, 2), Scalar.Less(2, 2), Scalar.LessEqual(2, 2), Scalar.Equal(2, 2), Scalar.Equal(2, 3)));
        Assert.Equal((5f, 7f), (Scalar.Where(1f, 5f, 7f), Scalar.Where(0f, 5f, 7f)));
    }

    private static void Check(Func<float, float> function, Func<double, double> oracle, IEnumerable<float> values, double absolute)
    {
        foreach (float x in values)
        {
            double expected = oracle(x);
            Assert.True(Math.Abs(function(x) - expected) <= (Relative * Math.Abs(expected)) + absolute, $"f({x}) is {function(x)}, not {expected}.");
        }
    }

    private static IEnumerable<float> Between(double low, double high) => Enumerable.Range(0, 20_001).Select(i => (float)(low + ((high - low) * i / 20_000)));

    // 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), whose terms stay small against double precision up to 5.
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 120; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
