namespace TensorDsl.Ilgpu.Tests;

/// <summary>Products on tensor cores against double precision.</summary>
public abstract class TensorProductSuite
{
    public static MatrixTheoryData<string, Precision> Models { get; } = new(ProductModels.Names, [Precision.Tf32, Precision.BFloat16]);

    /// <summary>A device that has tensor cores; it is disposed by the test.</summary>
    protected abstract Device NewDevice(Precision precision);

    [Theory]
    [MemberData(nameof(Models))]
    public void AgreesWithTheEagerEngineWithinTheOperandsRounding(string name, Precision precision)
    {
        using var device = NewDevice(precision);
        ProductModels.Check(name, device);
    }

    // So few that only weights are rounded.
    [Fact]
    public void AgreesWithTheEagerEngineInFewRows()
    {
        using var device = NewDevice(Precision.BFloat16);
        ProductModels.Check(typeof(Block), new { B = 1, T = 7 }, device);
    }

    // An error that is too small would mean that nothing was rounded, so that another kernel ran.
    [Theory]
    [InlineData(Precision.Float32, 70, 0, 1e-6)]
    [InlineData(Precision.Tf32, 70, 1e-4, 5e-4)]
    [InlineData(Precision.BFloat16, 70, 1e-3, 4e-3)]
    [InlineData(Precision.Tf32, 32, 0, 1e-6)]
    [InlineData(Precision.BFloat16, 32, 5e-4, 2e-3)]
    public void AProductIsAsExactAsItsOperands(Precision precision, int rows, double least, double most)
    {
        using var device = NewDevice(precision);
        Assert.Equal(precision, device.Precision);
        using var generated = new GeneratedModel(typeof(OneProduct), 1, 1, device);
        var entry = EntryDefinition.AllOf(typeof(OneProduct)).Single();
        var inputs = generated.Draw(entry, new InputValues(new { M = rows }, typeof(OneProduct), 1));
        double[] expected = [.. entry.Run(new EagerModel(generated.Parameters), inputs)[0].Values];
        float[] actual = generated.Run(entry, inputs, [expected.Length])[0];
        double error = Math.Sqrt(expected.Zip(actual, (x, y) => (x - y) * (x - y)).Sum() / expected.Sum(x => x * x));
        Assert.InRange(error, least, most);
    }
}
