namespace TensorDsl.Training.Tests;

public class InitializationTests
{
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
