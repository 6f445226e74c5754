namespace TensorDsl.Language.Tests.Operations;

public class DropoutTests
{
    private const int Count = 20_000;

    private static readonly Tensor Ones = Tensor.Of([.. Enumerable.Repeat(1.0, Count)], ("N", Count));

    [Fact]
    public void Without_a_seed_nothing_is_dropped() => Assert.Same(Ones, new EagerModel(1).Run(() => Dropout(Ones, 0.5)));

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_rate_is_dropped_and_the_rest_scaled(double rate)
    {
        double[] values = Run(3, () => Dropout(Ones, rate));
        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - rate))) < 1e-12));
        Assert.Equal(rate, values.Count(value => value == 0) / (double)Count, 4 * Math.Sqrt(rate * (1 - rate) / Count));
    }

    [Fact]
    public void Seeds_places_and_iterations_drop_different_elements()
    {
        double[] first = Run(3, () => Dropout(Ones, 0.5));
        Assert.Equal(first, Run(3, () => Dropout(Ones, 0.5)));
        double[][] others =
        [
            Run(4, () => Dropout(Ones, 0.5)),
            Run(3, () => Dropout(Ones, 0.5, "other")),
            Run(3, () => Dropout(Dropout(Ones, 0.5) * 0 + 1, 0.5)),
            Run(3, () => Repeat(1, Ones, x => Dropout(x, 0.5))),
        ];
        double[] loop = Run(3, () => Repeat(2, Ones, x => Dropout(x, 0.5)));
        Assert.Equal(0.25, loop.Count(value => value != 0) / (double)Count, 4 * Math.Sqrt(0.25 * 0.75 / Count));
        foreach (double[] other in others)
            Assert.Equal(0.5, first.Zip(other, (a, b) => a == b).Count(same => same) / (double)Count, 4 * 0.5 / Math.Sqrt(Count));
    }

    [Fact]
    public void The_gradient_passes_what_is_kept()
    {
        var model = new EagerModel(1) { DropoutSeed = 5 };
        var kept = model.Run(() => Dropout(Parameter("x", ConstantOf(2), 50), 0.3));
        var gradient = model.Backward(model.Run(() => Sum(Dropout(Parameter("x", ConstantOf(2), 50), 0.3))))["x"];
        Assert.Equal(kept.Values.Select(value => value / 2), gradient);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_rate_is_a_share(double rate) =>
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => new EagerModel(1).Run(() => Dropout(Ones, rate))).ParamName);

    private static double[] Run(ulong seed, Func<Tensor> definition) =>
        [.. new EagerModel(1) { DropoutSeed = seed }.Run(definition).Values];
}
