namespace TensorDsl.Training.Tests;

/// <summary>Initial values are functions of seed, name and position.</summary>
public sealed class InitializationTests
{
    [Fact]
    public void NormalNumbersAreBoxAndMullers()
    {
        var random = new CounterRandom(7, "weight");
        for (ulong position = 0; position < 20_000; position++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.Uniform(2 * position)));
            Assert.Equal(radius * Math.Cos(2 * Math.PI * random.Uniform((2 * position) + 1)), random.Normal(position), 1e-14);
        }
    }

    [Theory]
    [InlineData(InitializerKind.Normal)]
    [InlineData(InitializerKind.Uniform)]
    [InlineData(InitializerKind.Constant)]
    public void EachValueIsThatOfItsPosition(InitializerKind kind)
    {
        var random = new CounterRandom(3, "weight");
        foreach (int length in (int[])[1, 2, 3, 4, 5, 7, 8, 1001])
        {
            float[] values = new float[length];
            new Initializer(kind, 0.3).Fill(values, 3, "weight");
            Assert.Equal(Enumerable.Range(0, length).Select(i => Value((ulong)i)), values);
        }

        float Value(ulong i) => (float)(0.3 * kind switch
        {
            InitializerKind.Normal => random.Normal(i),
            InitializerKind.Uniform => (2 * random.Uniform(i)) - 1,
            _ => 1,
        });
    }

    [Fact]
    public void NormalNumbersHaveTheirMeanAndDeviation()
    {
        const int Many = (1 << 21) + 37;
        using var set = new ParameterSet([new("many", [Many], 0, new(InitializerKind.Normal, 0.02))], Many + 11);
        set.Initialize(5);
        Assert.Equal(new float[11], set.Values[Many..].ToArray());
        Assert.Equal(0.02, Math.Sqrt(set["many"].ToArray().Sum(x => (double)x * x) / Many), 5e-5);
        Assert.Equal(0, set["many"].ToArray().Average(x => (double)x), 1e-4);
    }
}
