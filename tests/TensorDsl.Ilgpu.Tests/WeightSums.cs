namespace TensorDsl.Ilgpu.Tests;

/// <summary>
/// Whether a gradient has the weights of the forward pass, which it computes again: those of a query add up to one, also where scores are so large that a last
/// bit is much.
/// </summary>
internal static class WeightSums
{
    /// <param name="device">The device.</param>
    /// <param name="queries">How many queries there are.</param>
    /// <param name="largest">The largest input; scores go up with its square, to some hundreds for 30.</param>
    /// <param name="tolerance">How far a sum may be off, relatively.</param>
    public static void Check(Device device, int queries, float largest, float tolerance)
    {
        const int S = 40, D = 10, Values = 2 * 16;
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, queries * D).Select(_ => largest * random.NextSingle())];
        float[] y = [.. Enumerable.Range(0, S * D).Select(i => i % D == 0 ? 1 : largest * random.NextSingle())];
        using var model = new Summed(device, 1, 1);
        model.Backward(x, y, 1, queries, S);
        Assert.All(model.Gradients["value"][..Values].ToArray(), sum => Assert.InRange(sum, (1 - tolerance) * queries, (1 + tolerance) * queries));
    }
}
