namespace TensorDsl.Ilgpu.Tests;

/// <summary>A device is chosen, or refused, with reasons.</summary>
public sealed class DeviceChoiceTests
{
    [Fact]
    public void TheBestIsAlwaysThereAndSaysWhy()
    {
        using var device = Device.Best();
        Assert.NotEmpty(device.Name);
        Assert.NotEmpty(device.Reason);
        Assert.Equal($"{device.Name}. {device.Reason}", device.ToString());
    }

    [Fact]
    public void AGpuIsThereOrIsRefusedForTheReasonThatTheBestHas()
    {
        using var best = Device.Best();
        if (best.IsCpu)
        {
            Assert.EndsWith(best.Reason, Assert.Throws<DeviceException>(() => Device.Gpu()).Message, StringComparison.Ordinal);
            return;
        }

        using var gpu = Device.Gpu();
        Assert.False(gpu.IsCpu);
        Assert.Equal(best.Name, gpu.Name);
    }

    [Theory]
    [InlineData(Precision.Tf32)]
    [InlineData(Precision.BFloat16)]
    public void ThePrecisionIsWhatWasAskedForOnlyWhereThereAreTensorCores(Precision precision)
    {
        Assert.Equal(Precision.Float32, Device.Cpu.Precision);
        using var best = Device.Best(precision);
        Assert.Equal(best is GpuDevice { HasTensorCores: true } ? precision : Precision.Float32, best.Precision);
    }

    [Fact]
    public void TheCpuRunsModelsAsWithoutADevice()
    {
        using var plain = new Cpu.Tests.Models.OneHead(1, 1);
        using var bound = new Cpu.Tests.Models.OneHead(Device.Cpu, 1, 1);
        Assert.True(bound.Device.IsCpu);
        Assert.Equal(plain.Loss([1, 2], [2, 3], 1, 2), bound.Loss([1, 2], [2, 3], 1, 2));
    }
}
