namespace TensorDsl.Cpu.Tests;

/// <summary>Random numbers by position are spread evenly, and unlike those of other keys.</summary>
public sealed class PositionRandomTests
{
    private const int Count = 100_000;

    // Four deviations of what independent numbers would give.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1ul << 40, 7)]
    public void NumbersAreEvenlySpread(ulong seed, uint place)
    {
        uint key = PositionRandom.Key(seed, place);
        double[] values = [.. Enumerable.Range(0, Count).Select(i => (double)PositionRandom.Uniform(key, i))];
        Assert.All(values, value => Assert.InRange(value, 0, 1 - (1.0 / (1 << 24))));
        Assert.Equal(0.5, values.Average(), 4 * Math.Sqrt(1 / 12.0 / Count));
        int[] bins = new int[16];
        foreach (double value in values)
            bins[(int)(value * 16)]++;
        Assert.All(bins, bin => Assert.Equal(Count / 16.0, bin, 4 * Math.Sqrt(Count * 15 / 256.0)));
        Uncorrelated(values[1..], values[..^1]);
    }

    [Fact]
    public void KeysOfSeedsPlacesAndIterationsDiffer()
    {
        uint key = PositionRandom.Key(3, 5);
        uint[] others = [PositionRandom.Key(4, 5), PositionRandom.Key(3 + (1ul << 32), 5), PositionRandom.Key(3, 6), PositionRandom.Derive(key, 0), PositionRandom.Derive(key, 1)];
        double[] values = [.. Enumerable.Range(0, Count).Select(i => (double)PositionRandom.Uniform(key, i))];
        foreach (uint other in others)
            Uncorrelated(values, [.. Enumerable.Range(0, Count).Select(i => (double)PositionRandom.Uniform(other, i))]);
    }

    private static void Uncorrelated(double[] a, double[] b) =>
        Assert.Equal(0, a.Zip(b, (x, y) => 12 * (x - 0.5) * (y - 0.5)).Average(), 4 / Math.Sqrt(Count));
}
