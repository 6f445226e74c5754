namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Dropout drops the same elements eagerly and generated, forward and backward, on any number of threads.</summary>
public sealed class DropoutTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(2, 19, 3)]
    public void AgreesWithTheEagerEngine(int b, int t, int threads)
    {
        Agreement.Check<Dropping>(new { B = b, T = t }, threads: threads);
        Agreement.Check<DroppingRecomputed>(new { B = b, T = t }, threads: threads);
        Agreement.Check<DroppingRegression>(new { B = b * t }, threads: threads);
    }

    [Fact]
    public void LossesFall()
    {
        Agreement.Trains<Dropping>(new { B = 3, T = 5 });
        Agreement.Trains<DroppingRegression>(new { B = 20 });
    }

    [Fact]
    public void TheSeedDecides()
    {
        int[] tokens = [.. Enumerable.Range(0, 35).Select(i => i % 9)];
        (float, float[]) Run(int threads, ulong seed)
        {
            using var model = new Dropping(threads, 1) { DropoutSeed = seed };
            float loss = model.Backward(tokens, tokens, 5, 7);
            Assert.Equal(loss, model.Backward(tokens, tokens, 5, 7));
            return (loss, [.. model.Gradients.Values]);
        }

        var (loss, gradients) = Run(1, 4);
        foreach (int threads in (int[])[2, 3])
        {
            var (again, same) = Run(threads, 4);
            Assert.Equal(loss, again);
            Assert.Equal(gradients, same);
        }

        Assert.NotEqual(loss, Run(1, 5).Item1);
        Assert.NotEqual(loss, Run(1, 4 + (1ul << 32)).Item1);
    }

    [Fact]
    public void NothingIsDroppedWithoutAGradient()
    {
        int[] tokens = [1, 2, 3, 4, 5, 6];
        using var model = new Dropping(1, 1);
        float loss = model.Loss(tokens, tokens, 2, 3);
        Assert.NotEqual(loss, model.Backward(tokens, tokens, 2, 3));
        model.DropoutSeed = 77;
        Assert.Equal(loss, model.Loss(tokens, tokens, 2, 3));
    }
}
