namespace TensorDsl.Training.Tests;

public class LearningRateScheduleTests
{
    private static readonly CosineSchedule NanoGpt = new(1e-3, 1e-4, 100, 2000);

    [Theory]
    [InlineData(0, 1e-3 / 101)]
    [InlineData(49, 1e-3 * 50 / 101)]
    [InlineData(99, 1e-3 * 100 / 101)]
    [InlineData(100, 1e-3)]
    [InlineData(575, 1e-4 + (9e-4 * 0.85355339059327373))] // a quarter of the way: (1 + cos 45°) / 2
    [InlineData(1050, 5.5e-4)]
    [InlineData(1525, 1e-4 + (9e-4 * 0.14644660940672624))]
    [InlineData(2000, 1e-4)]
    [InlineData(999999, 1e-4)]
    public void Warms_up_and_falls_along_a_cosine(long step, double expected) => Assert.Equal(expected, NanoGpt.At(step), 1e-15);

    [Fact]
    public void Without_warm_up_it_starts_at_the_maximum() => Assert.Equal(0.5, new CosineSchedule(0.5, 0, 0, 10).At(0));

    [Fact]
    public void A_warm_up_as_long_as_the_run_never_divides_by_zero()
    {
        var schedule = new CosineSchedule(1, 0.1, 4, 4);
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 0.1], Enumerable.Range(0, 5).Select(step => schedule.At(step)), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    /// <summary>Worked out by hand from the formula of Vaswani et al. for the base model: 512^−½ = 0.04419417382415922.</summary>
    [Theory]
    [InlineData(0, 0.04419417382415922 / 252982.21281347034)] // 4000^1.5
    [InlineData(1999, 0.04419417382415922 * 2000 / 252982.21281347034)]
    [InlineData(3999, 0.04419417382415922 / 63.245553203367585)] // 4000^½
    [InlineData(15999, 0.04419417382415922 / 126.49110640673517)]
    public void The_inverse_square_root_is_Vaswanis(long step, double expected)
    {
        Assert.Equal(expected, new InverseSquareRootSchedule(512, 4000, 100_000).At(step), 1e-15);
        Assert.Equal(2 * expected, new InverseSquareRootSchedule(512, 4000, 100_000, Factor: 2).At(step), 1e-15);
    }

    [Fact]
    public void A_constant_rate_warms_up_and_stays() => Assert.Equal(
        [0.25, 0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 6).Select(step => new ConstantSchedule(1, 6, WarmUpSteps: 3).At(step)));
}
