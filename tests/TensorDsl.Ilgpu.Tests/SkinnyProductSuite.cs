namespace TensorDsl.Ilgpu.Tests;

/// <summary>Products of few rows against double precision.</summary>
public abstract class SkinnyProductSuite
{
    // Of a sum of up to 1101 terms in float32, relative to the result's norm. Weights that were rounded beforehand change nothing.
    private const double Tolerance = 1e-6;

    public static MatrixTheoryData<string, int, bool> Cases { get; } =
        new([.. EntryDefinition.AllOf(typeof(WeightMatrices)).Select(entry => entry.Name)], [1, 3, 8, 19], [false, true]);

    /// <summary>The device; it is disposed by the test.</summary>
    /// <param name="roundsWeights">Whether it keeps a copy of weights in bfloat16, which products read.</param>
    protected abstract Device NewDevice(bool roundsWeights);

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithTheEagerEngineAndWithItself(string name, int rows, bool roundsWeights)
    {
        using var device = NewDevice(roundsWeights);
        using var generated = new GeneratedModel(typeof(WeightMatrices), 1, 1, device);
        var entry = EntryDefinition.AllOf(typeof(WeightMatrices)).Single(entry => entry.Name == name);
        var inputs = generated.Draw(entry, new InputValues(new { M = rows }, typeof(WeightMatrices), 1));
        var parameters = generated.Parameters.Layout.ToDictionary(info => info.Name, info => generated.Parameters[info.Name].ToArray().Select(value => (double)value));
        if (roundsWeights)
        {
            // A bias is no operand, and a vector of weights is the first one.
            foreach (string weights in parameters.Keys.Where(parameter => parameter != "column" && !parameter.Contains("bias", StringComparison.Ordinal)))
                parameters[weights] = parameters[weights].Select(BFloat16Oracle.Round);
        }

        var eager = new EagerModel(parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToArray()));
        double[] expected = [.. entry.Run(eager, inputs)[0].Values];
        float[] actual = generated.Run(entry, inputs, [expected.Length])[0];
        double error = Math.Sqrt(expected.Zip(actual, (x, y) => (x - y) * (x - y)).Sum() / expected.Sum(x => x * x));
        Assert.InRange(error, 0, Tolerance);
        Assert.Equal(actual, generated.Run(entry, inputs, [expected.Length])[0]);
    }
}
