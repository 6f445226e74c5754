namespace TensorDsl;

/// <summary>The scalar functions and their derivatives, in double precision.</summary>
internal static class Scalar
{
    public static double Value(Function function, double[] x) => function switch
    {
        Function.Copy => x[0],
        Function.Negate => -x[0],
        Function.Abs => Math.Abs(x[0]),
        Function.Exp => Math.Exp(x[0]),
        Function.Log => Math.Log(x[0]),
        Function.Sqrt => Math.Sqrt(x[0]),
        Function.Sin => Math.Sin(x[0]),
        Function.Cos => Math.Cos(x[0]),
        Function.Tanh => Math.Tanh(x[0]),
        Function.Erf => Erf(x[0]),
        Function.Add => x[0] + x[1],
        Function.Subtract => x[0] - x[1],
        Function.Multiply => x[0] * x[1],
        Function.Divide => x[0] / x[1],
        Function.Maximum => Math.Max(x[0], x[1]),
        Function.Minimum => Math.Min(x[0], x[1]),
        Function.Less => x[0] < x[1] ? 1 : 0,
        Function.LessEqual => x[0] <= x[1] ? 1 : 0,
        Function.Equal => x[0] == x[1] ? 1 : 0,
        Function.Where => x[0] != 0 ? x[1] : x[2],
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    /// <summary>The derivative by each argument.</summary>
    public static double[] Derivatives(Function function, double[] x) => function switch
    {
        Function.Copy => [1],
        Function.Negate => [-1],
        Function.Abs => [Math.Sign(x[0])],
        Function.Exp => [Math.Exp(x[0])],
        Function.Log => [1 / x[0]],
        Function.Sqrt => [0.5 / Math.Sqrt(x[0])],
        Function.Sin => [Math.Cos(x[0])],
        Function.Cos => [-Math.Sin(x[0])],
        Function.Tanh => [1 - (Math.Tanh(x[0]) * Math.Tanh(x[0]))],
        Function.Erf => [2 / Math.Sqrt(Math.PI) * Math.Exp(-x[0] * x[0])],
        Function.Add => [1, 1],
        Function.Subtract => [1, -1],
        Function.Multiply => [x[1], x[0]],
        Function.Divide => [1 / x[1], -x[0] / (x[1] * x[1])],
        Function.Maximum => [Above(x[0], x[1]), Above(x[1], x[0])],
        Function.Minimum => [Above(x[1], x[0]), Above(x[0], x[1])],
        Function.Less or Function.LessEqual or Function.Equal => [0, 0],
        Function.Where => x[0] != 0 ? [0, 1, 0] : [0, 0, 1],
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    /// <summary>
    /// The error function, by the series 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1 · 3 · … · (2n+1)), whose terms all have
    /// one sign, so that nothing cancels. Beyond 6 it is ±1 to the last bit.
    /// </summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) >= 6)
            return Math.Sign(x);
        double term = x, sum = 0;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double Above(double x, double other) => x > other ? 1 : x < other ? 0 : 0.5;
}
