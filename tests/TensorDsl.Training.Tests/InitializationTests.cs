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
    public void PaddingStaysZero()
    {
        const int Many = 4099;
        using var set = new ParameterSet([new("many", [Many], 0, new(InitializerKind.Normal, 0.02))], Many + 11);
        set.Initialize(5);
        Assert.DoesNotContain(0, set["many"].ToArray());
        Assert.Equal(new float[11], set.Values[Many..].ToArray());
    }

    [Fact]
    public void Seed_and_name_decide_and_nothing_else()
    {
        float[] values = Draw(1, "layers.0.query");
        Assert.Equal(values, Draw(1, "layers.0.query"));
        Assert.Equal(values[..10], Draw(1, "layers.0.query", 10));
        Assert.Empty(values.Intersect(Draw(1, "layers.0.key")));
        Assert.Empty(values.Intersect(Draw(1, "layers.1.query")));
        Assert.Empty(values.Intersect(Draw(2, "layers.0.query")));
    }

    [Fact]
    public void Values_have_the_deviation_that_was_asked_for()
    {
        float[] values = Draw(1, "w", 100_000);
        Assert.InRange(values.Average(), -0.002, 0.002); // standard error 0.0006
        Assert.InRange(values.Average(value => value * value), 0.039, 0.041); // 0.2², standard error 0.0002
        float[] uniform = new float[10_000];
        new Initializer(InitializerKind.Uniform, 0.5).Fill(uniform, 1, "u");
        Assert.InRange(uniform.Min(), -0.5f, -0.49f);
        Assert.InRange(uniform.Max(), 0.49f, 0.5f);
    }

    private static float[] Draw(ulong seed, string name, int count = 100)
    {
        float[] values = new float[count];
        new Initializer(InitializerKind.Normal, 0.2).Fill(values, seed, name);
        return values;
    }
}
