namespace TensorDsl.Language.Tests.Support;

/// <summary>Compares every gradient of a definition with central differences.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <summary>
    /// Checks d/dp Σ w·result for every element of every parameter p, with weights w that differ from place to place.
    /// </summary>
    public static void Check(Func<Tensor> definition, ulong seed = 1)
    {
        var model = new EagerModel(seed);
        Tensor Loss() => model.Run(() => Weighted(definition()));
        var gradients = model.Backward(Loss());
        Assert.NotEmpty(model.Parameters);
        foreach (var parameter in model.Parameters.Values)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                double before = parameter.Values[i];
                parameter.Values[i] = before + Step;
                double above = Loss().Item;
                parameter.Values[i] = before - Step;
                double below = Loss().Item;
                parameter.Values[i] = before;
                double expected = (above - below) / (2 * Step);
                double actual = gradients[parameter.Name][i];
                Assert.True(Math.Abs(actual - expected) <= 1e-7 + (1e-6 * Math.Abs(expected)),
                    $"{parameter.Name}[{i}]: gradient {actual:R}, by differences {expected:R}");
            }
        }
    }

    private static Tensor Weighted(Tensor x)
    {
        var random = new CounterRandom(7, "weights");
        double[] weights = [.. x.Values.Select((_, i) => 0.5 + random.Uniform((ulong)i))];
        return Sum(x * Tensor.Of(weights, [.. x.Shape.Axes.Select(axis => (axis.Name, axis.Size.Value))]));
    }
}
