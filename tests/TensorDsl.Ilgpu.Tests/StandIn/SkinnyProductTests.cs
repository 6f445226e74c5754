namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>With few threads in a group.</summary>
public sealed class StandInSkinnyProductSuite : SkinnyProductSuite
{
    protected override Device NewDevice() => new StandInDevice();
}

/// <summary>With as many as a card's groups have.</summary>
public sealed class StandInWholeGroupsSuite : SkinnyProductSuite
{
    protected override Device NewDevice() => new StandInDevice(largestGroup: 256);
}

/// <summary>Which kernel a product gets follows from its rows.</summary>
public sealed class SkinnyProductTests
{
    [Theory]
    [InlineData(1, Precision.Float32, typeof(OneRow))]
    [InlineData(3, Precision.Float32, typeof(TwiceTheRows<TwiceTheRows<OneRow>>))]
    [InlineData(9, Precision.Float32, typeof(TwiceTheRows<TwiceTheRows<TwiceTheRows<OneRow>>>))]
    [InlineData(32, Precision.Tf32, typeof(TwiceTheRows<TwiceTheRows<TwiceTheRows<OneRow>>>))]
    [InlineData(33, Precision.Float32, null)]
    [InlineData(33, Precision.Tf32, null)]
    public void FewRowsHaveAKernelOfTheirOwn(int rows, Precision precision, Type? sums)
    {
        using var device = new StandInDevice(precision);
        using var model = new OneProduct(device, 1, 1);
        model.Result(new float[rows * 50], rows, new float[rows * 43]);
        var kernel = Assert.Single(device.Kernels);
        Assert.Equal(sums is not null, kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(SkinnyProduct<,>));
        if (sums is not null)
            Assert.Equal(sums, kernel.GenericTypeArguments[1]);
        else
            Assert.Equal(precision == Precision.Tf32, kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(Tf32Kernel<>));
    }
}
