namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>The suite on a card with CUDA, where there is one.</summary>
public sealed class CudaSuite : DeviceSuite
{
    protected override Device NewDevice() => Present.Only("CUDA");
}

/// <summary>Products on a card's tensor cores, where there is one.</summary>
public sealed class CudaTensorProductSuite : TensorProductSuite
{
    protected override Device NewDevice(Precision precision)
    {
        var device = Present.Only("CUDA", precision);
        Assert.SkipUnless(((GpuDevice)device).HasTensorCores, $"{device.Name} has no tensor cores.");
        ((GpuDevice)device).ForgoMatrixLibrary();
        return device;
    }
}

/// <summary>Products of few rows on a card with CUDA, where there is one.</summary>
public sealed class CudaSkinnyProductSuite : SkinnyProductSuite
{
    protected override Device NewDevice(bool roundsWeights) => Present.Only("CUDA", roundsWeights ? Precision.BFloat16 : Precision.Float32);
}

/// <summary>The suite on a device with OpenCL, where there is one.</summary>
public sealed class OpenCLSuite : DeviceSuite
{
    protected override Device NewDevice() => Present.Only("OpenCL");
}

/// <summary>Devices that may be missing.</summary>
internal static class Present
{
    /// <summary>The best device of a kind; the test is reported as skipped where there is none.</summary>
    public static Device Only(string kind, Precision precision = Precision.Float32)
    {
        var (device, findings) = DeviceSearch.Run(kind, precision);
        Assert.SkipWhen(device is null, $"There is no device with {kind}. {findings}");
        return device!;
    }
}
