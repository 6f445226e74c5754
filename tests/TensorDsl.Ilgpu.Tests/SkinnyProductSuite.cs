namespace TensorDsl.Ilgpu.Tests;

/// <summary>Products of few rows against double precision.</summary>
public abstract class SkinnyProductSuite
{
    // Of a sum of up to 1101 terms in float32, relative to the result's norm.
    private const double Tolerance = 1e-6;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var entry in EntryDefinition.AllOf(typeof(WeightMatrices)))
            {
                foreach (int rows in (int[])[1, 3, 8, 19])
                    data.Add(entry.Name, rows);
            }

            return data;
        }
    }

    /// <summary>The device; it is disposed by the test.</summary>
    protected abstract Device NewDevice();

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithTheEagerEngineAndWithItself(string name, int rows)
    {
        using var device = NewDevice();
        using var generated = new GeneratedModel(typeof(WeightMatrices), 1, 1, device);
        var entry = EntryDefinition.AllOf(typeof(WeightMatrices)).Single(entry => entry.Name == name);
        var inputs = generated.Draw(entry, new InputValues(new { M = rows }, typeof(WeightMatrices), 1));
        double[] expected = [.. entry.Run(new EagerModel(generated.Parameters), inputs)[0].Values];
        float[] actual = generated.Run(entry, inputs, [expected.Length])[0];
        double error = Math.Sqrt(expected.Zip(actual, (x, y) => (x - y) * (x - y)).Sum() / expected.Sum(x => x * x));
        Assert.InRange(error, 0, Tolerance);
        Assert.Equal(actual, generated.Run(entry, inputs, [expected.Length])[0]);
    }
}
