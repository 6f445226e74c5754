using TensorDsl.Sampling;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Activations that are kept in bfloat16: where, and that the same comes out as if products rounded them on their way.</summary>
public sealed class RoundedActivationsTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 40).Select(i => (i * i) % 24)];
    private static readonly int[] Targets = [.. Enumerable.Range(0, 40).Select(i => ((i * 7) + 3) % 24)];

    public static TheoryData<string> Models { get; } = [nameof(EvenBlock), nameof(EvenTiles), nameof(EvenRepeated)];

    [Theory]
    [MemberData(nameof(Models))]
    public void AgreesWithTheEagerEngine(string name)
    {
        using var device = new StandInDevice(Precision.BFloat16);
        ProductModels.Check(name, device);
        Assert.Contains(device.Kernels, IsRounded);
    }

    // Sizes at which places would be no multiples of sixteen bytes, and at which products have few rows.
    [Theory]
    [InlineData(3, 13)]
    [InlineData(1, 16)]
    public void OtherSizesStayInFloat32(int b, int t)
    {
        using var device = new StandInDevice(Precision.BFloat16);
        ProductModels.Check(typeof(EvenBlock), new { B = b, T = t }, device);
        Assert.DoesNotContain(device.Kernels, IsRounded);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Tf32)]
    public void OtherPrecisionsStayInFloat32(Precision precision)
    {
        using var device = new StandInDevice(precision);
        ProductModels.Check(nameof(EvenBlock), device);
        Assert.DoesNotContain(device.Kernels, IsRounded);
    }

    // The same numbers are rounded, and added up in the same order.
    [Fact]
    public void TheSameBitsComeOutAsFromProductsThatRound()
    {
        using StandInDevice rounding = new(Precision.BFloat16), plain = new(Precision.BFloat16) { RoundsActivations = false };
        Assert.Equal(Gradients(plain), Gradients(rounding));
        Assert.Contains(rounding.Kernels, IsRounded);
        Assert.DoesNotContain(plain.Kernels, IsRounded);
    }

    // Forty rows of a prompt at once, then one position after the other in float32.
    [Fact]
    public void GenerationAgreesWithTheCpu()
    {
        using var device = new StandInDevice(Precision.BFloat16);
        Assert.Equal(0, Distance(Generated(device), Generated(Device.Cpu)), 2e-2);
        Assert.Contains(device.Kernels, IsRounded);
    }

    private static float[] Generated(Device device)
    {
        using var model = new EvenBlock(device, 1, 1);
        using var generation = ((IGenerativeModel)model).NewGeneration(5, 16);
        float[] first = new float[5 * 24], second = new float[5 * 24];
        generation.Next(Tokens, first);
        generation.Next([1, 2, 3, 4, 5], second);
        return [.. first, .. second];
    }

    private static double Distance(float[] actual, float[] expected) =>
        Math.Sqrt(actual.Zip(expected, (x, y) => (double)(x - y) * (x - y)).Sum() / expected.Sum(x => (double)x * x));

    private static float[] Gradients(StandInDevice device)
    {
        using var model = new EvenBlock(device, 1, 1);
        float loss = model.Backward(Tokens, Targets, 5, 8);
        return [loss, .. model.Gradients.Values];
    }

    private static bool IsRounded(Type kernel) => kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(RoundedKernel<>);
}
