using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

public class PositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 6)]
    [InlineData(9, 7)]
    public void Sinusoidal_positions_are_the_papers(int positions, int width)
    {
        double[] expected = [.. Enumerable.Range(0, positions * width).Select(i =>
        {
            double angle = i / width / Math.Pow(10000, (i % width / 2 * 2.0) / width);
            return i % width % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        })];
        var tokens = Numbers.Tokens("t", 3, 2, positions);
        Numbers.Close(expected, SinusoidalPositions(tokens, width).Values);
        Assert.Equal($"(T = {positions}, {width})", SinusoidalPositions(tokens, width).Shape.ToString());
        Numbers.Close(expected, SinusoidalPositions(Numbers.Tensor("x", ("B", 2), ("T", positions), (null, width))).Values);
    }

    [Fact]
    public void Learned_positions_may_start_at_zero()
    {
        var model = new EagerModel(seed: 1);
        Assert.All(model.Run(() => LearnedPositions(Numbers.Tokens("t", 3, 2, 4), 5, 3, Zeros)).Values, value => Assert.Equal(0, value));
    }
}
