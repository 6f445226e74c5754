namespace TensorDsl.Cpu.Tests;

/// <summary>Plain double-precision loops that the kernels are compared with.</summary>
internal static class Oracle
{
    /// <summary>erf x by its power series up to 3 and the continued fraction of erfc beyond.</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (a > 3)
        {
            double fraction = 0;
            for (int i = 60; i > 0; i--)
                fraction = i / 2.0 / (a + fraction);
            return Math.Sign(x) * (1 - (Math.Exp(-a * a) / (Math.Sqrt(Math.PI) * (a + fraction))));
        }

        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>Σₖ a[i, k] b[k, j], elements by functions.</summary>
    public static double[,] Product(int m, int n, int k, Func<int, int, double> a, Func<int, int, double> b)
    {
        var c = new double[m, n];
        for (int i = 0; i < m; i++)
        {
            for (int l = 0; l < k; l++)
            {
                double left = a(i, l);
                for (int j = 0; j < n; j++)
                    c[i, j] += left * b(l, j);
            }
        }

        return c;
    }
}
