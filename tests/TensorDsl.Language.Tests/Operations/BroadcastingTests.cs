namespace TensorDsl.Language.Tests.Operations;

public class BroadcastingTests
{
    /// <summary>Axes are written <c>B:2</c>, or <c>2</c> without a name.</summary>
    [Theory]
    [InlineData("2 3", "2 3", "2 3")]
    [InlineData("2 3", "3", "2 3")]
    [InlineData("3", "2 3", "2 3")]
    [InlineData("2 3", "1", "2 3")]
    [InlineData("2 3", "", "2 3")]
    [InlineData("2 1", "1 3", "2 3")]
    [InlineData("2 1", "3", "2 3")]
    [InlineData("1", "", "1")]
    [InlineData("B:2 T:3 4", "T:3 4", "B:2 T:3 4")]
    [InlineData("B:2 T:3 4", "B:2 4", "B:2 T:3 4")]
    [InlineData("B:2 T:3 4", "B:2", "B:2 T:3 4")]
    [InlineData("B:2", "B:2 T:3 4", "B:2 T:3 4")]
    [InlineData("B:2 T:3 4", "T:3", "B:2 T:3 4")]
    [InlineData("B:3 T:3 3", "B:3", "B:3 T:3 3")]
    [InlineData("B:2 T:3 4", "2 3 4", "B:2 T:3 4")]
    [InlineData("B:2 T:3 4", "D:4", "B:2 T:3 D:4")]
    [InlineData("B:2 T:1 4", "B:2 T:3 4", "B:2 T:3 4")]
    [InlineData("T:3 1", "T':3", "T:3 T':3")]
    [InlineData("B:2 5 T:3 T':3", "T:3 T':3", "B:2 5 T:3 T':3")]
    [InlineData("B:2 5 T:3 T':3", "T:3 1", "B:2 5 T:3 T':3")]
    public void Shapes_meet_by_name_and_from_the_right(string left, string right, string expected)
    {
        var sum = Zeros(left) + Zeros(right);
        Assert.Equal(Zeros(expected).Shape, sum.Shape);
    }

    [Fact]
    public void Elements_meet_where_their_axes_do()
    {
        var x = Tensor.Of([1, 2, 3, 4], ("B", 2), ("T", 2));
        Assert.Equal([11.0, 12, 23, 24], (x + Tensor.Of([10, 20], ("B", 2))).Values);
        Assert.Equal([11.0, 22, 13, 24], (x + Tensor.Of([10, 20], ("T", 2))).Values);
        Assert.Equal([11.0, 22, 13, 24], (x + Tensor.Of([10, 20], (null, 2))).Values);
        Assert.Equal([11.0, 12, 23, 24], (x + Tensor.Of([10, 20], (null, 2), (null, 1))).Values);
    }

    private static Tensor Zeros(string axes)
    {
        (string?, int)[] parsed = [.. axes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(axis => axis.Split(':'))
            .Select(parts => (parts.Length == 2 ? parts[0] : null, int.Parse(parts[^1], null)))];
        return Tensor.Of(new double[parsed.Aggregate(1, (product, axis) => product * axis.Item2)], parsed);
    }
}
