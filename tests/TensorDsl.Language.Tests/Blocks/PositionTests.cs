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

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(5, 3, 6)]
    public void Rotary_positions_turn_pairs_by_the_papers_angles(int positions, int heads, int width)
    {
        var x = Numbers.Tensor("x", ("B", 2), ("T", positions), (null, heads), (null, width));
        var y = Rotary(x, 100);
        Assert.Equal(x.Shape, y.Shape);
        double[] expected = [.. Enumerable.Range(0, x.Values.Count).Select(i =>
        {
            int column = i % width, half = width / 2;
            double angle = (i / width / heads % positions) * Math.Pow(100, -2.0 * (column % half) / width);
            return column < half
                ? (x.Values[i] * Math.Cos(angle)) - (x.Values[i + half] * Math.Sin(angle))
                : (x.Values[i - half] * Math.Sin(angle)) + (x.Values[i] * Math.Cos(angle));
        })];
        Numbers.Close(expected, y.Values);
    }

    [Fact]
    public void Rotated_queries_and_keys_know_their_distance_alone()
    {
        Tensor Same(string name) => Numbers.Tensor(name, 1, 1, 8) + (0 * Numbers.Tensor("t", ("T", 6), (null, 1), (null, 1)));
        var scores = Einsum("t h d, s h d -> t s", Rotary(Same("q")), Rotary(Same("k")));
        for (int t = 1; t < 6; t++)
        {
            for (int s = 1; s < 6; s++)
                Numbers.Close(AttentionReference.At(scores, t - 1, s - 1), AttentionReference.At(scores, t, s));
        }
    }

    [Fact]
    public void Learned_positions_may_start_at_zero()
    {
        var model = new EagerModel(seed: 1);
        Assert.All(model.Run(() => LearnedPositions(Numbers.Tokens("t", 3, 2, 4), 5, 3, Zeros)).Values, value => Assert.Equal(0, value));
    }
}
