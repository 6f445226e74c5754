namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>With few threads in a group.</summary>
public sealed class StandInSkinnyProductSuite : SkinnyProductSuite
{
    protected override Device NewDevice(bool roundsWeights) => new StandInDevice { RoundsWeights = roundsWeights };
}

/// <summary>With as many as a card's groups have.</summary>
public sealed class StandInWholeGroupsSuite : SkinnyProductSuite
{
    protected override Device NewDevice(bool roundsWeights) => new StandInDevice(largestGroup: 256) { RoundsWeights = roundsWeights };
}

/// <summary>Which kernel a product gets follows from its rows.</summary>
public sealed class SkinnyProductTests
{
    [Theory]
    [InlineData(1, Precision.Float32, typeof(OneRow))]
    [InlineData(3, Precision.Float32, typeof(TwiceTheRows<TwiceTheRows<OneRow>>))]
    [InlineData(9, Precision.Float32, typeof(TwiceTheRows<TwiceTheRows<TwiceTheRows<OneRow>>>))]
    [InlineData(32, Precision.Tf32, typeof(TwiceTheRows<TwiceTheRows<TwiceTheRows<OneRow>>>))]
    [InlineData(1, Precision.BFloat16, typeof(OneRow))]
    [InlineData(32, Precision.BFloat16, typeof(TwiceTheRows<TwiceTheRows<TwiceTheRows<OneRow>>>))]
    [InlineData(33, Precision.Float32, null)]
    [InlineData(33, Precision.Tf32, null)]
    public void FewRowsHaveAKernelOfTheirOwn(int rows, Precision precision, Type? sums)
    {
        using var device = new StandInDevice(precision);
        using var model = new OneProduct(device, 1, 1);
        model.Result(new float[rows * 50], rows, new float[rows * 43]);
        var kernel = Assert.Single(device.Kernels, kernel => kernel != typeof(RoundToBFloat16));
        Assert.Equal(sums is not null, kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(SkinnyProduct<,,>));
        if (sums is not null)
            Assert.Equal([sums, precision == Precision.BFloat16 ? typeof(BFloat16Block) : typeof(WeightBlock)], kernel.GenericTypeArguments[1..]);
        else
            Assert.Equal(precision == Precision.Tf32, kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(Tf32Kernel<>));
    }

    // Where the compiler knows the rows it decides as the device would: the other's kernel would never be asked for.
    [Fact]
    public void TheCompilerKnowsAsManyRowsAsFew()
    {
        Assert.Equal(SkinnyProducts.MostRows, KnownRows.Few);
        using var device = new StandInDevice(Precision.Tf32);
        using var model = new KnownRows(device, 1, 1);
        model.ByFew(new float[KnownRows.Few * 50], new float[KnownRows.Few * 43]);
        model.ByMore(new float[KnownRows.More * 50], new float[KnownRows.More * 43]);
        Assert.Equal([typeof(SkinnyProduct<,,>), typeof(Tf32Kernel<>)], device.Kernels.Select(kernel => kernel.GetGenericTypeDefinition()));
        Assert.False(device.Kernels[0].GenericTypeArguments[0].IsAssignableTo(typeof(ITensorProduct)));
    }

    // Scores have no weights, and are computed as they are.
    [Fact]
    public void OnlyWeightsAreReadRounded()
    {
        using var device = new StandInDevice(Precision.BFloat16);
        using var model = new Repeated(device, 1, 1);
        model.Loss(new float[2 * 54], new float[3 * 54], 1, 2, 3);
        var blocks = device.Kernels.Where(kernel => kernel.IsGenericType && kernel.GetGenericTypeDefinition() == typeof(SkinnyProduct<,,>))
            .Select(kernel => kernel.GenericTypeArguments[2]);
        Assert.Equal(["BFloat16Block", "BFloat16Block", "WeightBlock", "WeightBlock"], blocks.Select(block => block.Name).Order());
    }
}
