using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Operations;

public class ScalarValueTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-9, 1.1283791670955126e-9)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(-1, -0.8427007929497149)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(3, 0.9999779095030014)]
    [InlineData(5.9, 1)]
    [InlineData(40, 1)]
    [InlineData(double.NegativeInfinity, -1)]
    public void Erf_has_the_values_of_the_tables(double x, double expected) => Numbers.Close(expected, Erf(x).Item);

    [Theory]
    [InlineData(-30)]
    [InlineData(-1.3)]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(30)]
    public void Activations_follow_their_formulas(double x)
    {
        double sigmoid = 1 / (1 + Math.Exp(-x));
        Numbers.Close(sigmoid, Sigmoid(x).Item);
        Numbers.Close(x * sigmoid, Silu(x).Item);
        Numbers.Close(Math.Max(x, 0), Relu(x).Item);
        Numbers.Close(x * (1 + Erf(x / Math.Sqrt(2)).Item) / 2, Gelu(x).Item);
        Numbers.Close(x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * Math.Pow(x, 3))))) / 2, GeluTanh(x).Item);
    }

    [Fact]
    public void Functions_are_applied_element_by_element()
    {
        var x = Numbers.Tensor("x", 3, 4);
        var y = Numbers.Tensor("y", 3, 4);
        void Is(Tensor actual, Func<double, double, double> formula) =>
            Numbers.Close([.. x.Values.Zip(y.Values, formula)], actual.Values);

        Is(-x, (a, _) => -a);
        Is(Abs(x), (a, _) => Math.Abs(a));
        Is(Exp(x), (a, _) => Math.Exp(a));
        Is(Log(Abs(x)), (a, _) => Math.Log(Math.Abs(a)));
        Is(Sqrt(Abs(x)), (a, _) => Math.Sqrt(Math.Abs(a)));
        Is(Sin(x), (a, _) => Math.Sin(a));
        Is(Cos(x), (a, _) => Math.Cos(a));
        Is(Tanh(x), (a, _) => Math.Tanh(a));
        Is(x + y, (a, b) => a + b);
        Is(x - y, (a, b) => a - b);
        Is(x * y, (a, b) => a * b);
        Is(x / y, (a, b) => a / b);
        Is(Maximum(x, y), Math.Max);
        Is(Minimum(x, y), Math.Min);
        Is(x < y, (a, b) => a < b ? 1 : 0);
        Is(x > y, (a, b) => a > b ? 1 : 0);
        Is(Where(x < y, x, y), Math.Min);
    }

    [Fact]
    public void Comparisons_know_equal_numbers()
    {
        var x = Tensor.Of([1, 2, 3], ("X", 3));
        Assert.Equal([1.0, 1, 0], (x <= 2).Values);
        Assert.Equal([0.0, 1, 1], (x >= 2).Values);
        Assert.Equal([1.0, 0, 0], (x < 2).Values);
        Assert.Equal([0.0, 0, 1], (x > 2).Values);
        Assert.Equal([0.0, 1, 0], Equal(x, 2).Values);
    }
}
