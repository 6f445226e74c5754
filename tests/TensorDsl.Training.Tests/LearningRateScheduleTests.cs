namespace TensorDsl.Training.Tests;

public class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule NanoGpt = new(1e-3, 1e-4, 100, 2000);

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
    public void Without_warm_up_it_starts_at_the_maximum() => Assert.Equal(0.5, new LearningRateSchedule(0.5, 0, 0, 10).At(0));

    [Fact]
    public void A_warm_up_as_long_as_the_run_never_divides_by_zero()
    {
        var schedule = new LearningRateSchedule(1, 0.1, 4, 4);
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 0.1], Enumerable.Range(0, 5).Select(step => schedule.At(step)), (a, b) => Math.Abs(a - b) < 1e-15);
    }
}
