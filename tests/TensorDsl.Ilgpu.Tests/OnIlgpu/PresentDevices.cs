namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>The suite on a card with CUDA, where there is one.</summary>
public sealed class CudaSuite : DeviceSuite
{
    protected override Device NewDevice() => Present.Only("CUDA");
}

/// <summary>Training on a card with CUDA, where there is one.</summary>
public sealed class CudaTrainingSuite : TrainingSuite
{
    protected override Device NewDevice() => Present.Only("CUDA");
}

/// <summary>Products on a card's tensor cores, where there is one.</summary>
public sealed class CudaTensorProductSuite : TensorProductSuite
{
    protected override Device NewDevice(Precision precision) => Present.TensorCores(precision);
}

/// <summary>Attention on a card's tensor cores, where there is one.</summary>
public sealed class CudaTensorAttentionSuite : TensorAttentionSuite
{
    protected override Device NewDevice(Precision precision) => Present.TensorCores(precision);
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

/// <summary>Training on a device with OpenCL, where there is one.</summary>
public sealed class OpenCLTrainingSuite : TrainingSuite
{
    protected override Device NewDevice() => Present.Only("OpenCL");
}

/// <summary>Products of few rows on a device with OpenCL, where there is one.</summary>
public sealed class OpenCLSkinnyProductSuite : SkinnyProductSuite
{
    protected override Device NewDevice(bool roundsWeights)
    {
        // It takes no bfloat16, but copies in it can be read anywhere.
        var device = (GpuDevice)Present.Only("OpenCL");
        device.RoundsWeights = roundsWeights;
        return device;
    }
}

/// <summary>Devices that may be missing.</summary>
internal static class Present
{
    /// <summary>The best device of a kind; the test is reported as skipped where there is none.</summary>
    public static Device Only(string kind, Precision precision = Precision.Float32)
    {
        var (device, findings) = DeviceSearch.Run(kind, precision, processors: true);
        Assert.SkipWhen(device is null, $"There is no device with {kind}. {findings}");
        return device!;
    }

    /// <summary>A card with tensor cores, whose products are left to the device's own kernels.</summary>
    public static Device TensorCores(Precision precision)
    {
        var device = (GpuDevice)Only("CUDA", precision);
        Assert.SkipUnless(device.HasTensorCores, $"{device.Name} has no tensor cores.");
        device.ForgoMatrixLibrary();
        return device;
    }
}
