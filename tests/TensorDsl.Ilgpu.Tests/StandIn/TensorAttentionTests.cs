namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Attention whose PTX the stand-in interprets.</summary>
public sealed class StandInTensorAttentionSuite : TensorAttentionSuite
{
    protected override Device NewDevice(Precision precision) => new StandInDevice(precision);
}

/// <summary>Which kernel attention gets follows from its widths, the number of queries and the precision.</summary>
public sealed class TensorAttentionTests
{
    [Theory]
    [InlineData(16, Precision.Tf32, typeof(FewQueries<>))]
    [InlineData(17, Precision.Tf32, typeof(Tf32Kernel<>))]
    [InlineData(17, Precision.BFloat16, typeof(BFloat16Kernel<>))]
    [InlineData(17, Precision.Float32, null)]
    public void ItsPrecisionIsTheDevices(int count, Precision precision, Type? kernel)
    {
        using var device = new StandInDevice(precision);
        using var model = new CausalHeads(device, 1, 1);
        model.Logits([.. Enumerable.Range(0, count).Select(i => i % 7)], 1, count, new float[count * 7]);
        var kinds = device.Kernels.Where(one => one.IsGenericType && one.GenericTypeArguments[0].Name.StartsWith("Attention", StringComparison.Ordinal));
        Assert.Equal(kernel is null ? [] : [kernel], kinds.Select(kind => kind.GetGenericTypeDefinition()));
    }

    // Forward, and the gradients of queries and of keys with their values.
    [Theory]
    [InlineData(typeof(CausalHeads), Precision.Tf32, typeof(Tf32Kernel<>), 3)]
    [InlineData(typeof(CausalHeads), Precision.BFloat16, typeof(BFloat16Kernel<>), 3)]
    [InlineData(typeof(LongKeys), Precision.Tf32, typeof(Tf32Kernel<>), 3)]
    [InlineData(typeof(LongHeads), Precision.Tf32, typeof(Tf32Kernel<>), 1)]
    public void SoIsThatOfItsGradients(Type type, Precision precision, Type kernel, int count)
    {
        using var device = new StandInDevice(precision);
        using var model = (ILanguageModel)Activator.CreateInstance(type, device, 1, 1ul)!;
        int[] tokens = [.. Enumerable.Range(0, 17).Select(i => i % 7)];
        model.Backward(tokens, tokens, 1, 17);
        Assert.Equal(count, device.Kernels.Count(one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == kernel && one.GenericTypeArguments[0].Name.StartsWith("Attention", StringComparison.Ordinal)));
    }

    [Fact]
    public void NarrowHeadsStayAsTheyAre()
    {
        using var device = new StandInDevice(Precision.Tf32);
        using var model = new Block(device, 1, 1);
        model.Logits([.. Enumerable.Range(0, 40).Select(i => i % 19)], 1, 40, new float[40 * 19]);
        Assert.Equal(2, device.Kernels.Count(kernel => kernel.Name.StartsWith("Attention", StringComparison.Ordinal)));
    }
}
