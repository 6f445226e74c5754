using ILGPU.Runtime.Cuda;
using TensorDsl.Ilgpu.Tests.Libraries;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>What a card's cuBLAS makes of its arguments, where there is one.</summary>
public sealed class CudaGemmSuite : GemmSuite
{
    // By the clock of the card, on a device as programs get it.
    [Fact]
    public void ProductsAreMeasuredOnTheCard()
    {
        using var device = CudaLibrary.Present(Precision.Float32);
        using var asItIs = (GpuDevice)Present.Only("CUDA");
        Agreement.Check<OneProduct>(new { M = 70 }, device: asItIs);
        var choice = Assert.Single(asItIs.ProductChoices);
        Assert.True(choice is { KernelMilliseconds: > 0 and < 1000, LibraryMilliseconds: > 0 and < 1000 }, $"{choice}");
    }

    // For small matrices that lie so it may prefer not to.
    protected override bool MustRound => false;

    protected override GpuDevice NewDevice(Precision precision) => CudaLibrary.Present(precision);
}

/// <summary>Whole models whose products are a card's cuBLAS's, where there is one.</summary>
public sealed class CudaLibrarySuite : LibrarySuite
{
    protected override GpuDevice NewDevice(Precision precision) => CudaLibrary.Present(precision);
}

/// <summary>A library that may be missing.</summary>
internal static class CudaLibrary
{
    /// <summary>A card with its cuBLAS, which is always chosen; the test is reported as skipped where there is none.</summary>
    public static GpuDevice Present(Precision precision)
    {
        var device = (IlgpuDevice)OnIlgpu.Present.Only("CUDA", precision);
        Assert.SkipUnless(precision == Precision.Float32 || device.HasTensorCores, $"{device.Name} has no tensor cores.");
        var (library, findings) = Cublas.Open(device.Accelerator, (CudaStream)device.Stream);
        Assert.SkipWhen(library is null, findings);
        device.Products = new LibraryProducts(device.Precision, library!, new Verdict(isLibraryFaster: true));
        return device;
    }
}
