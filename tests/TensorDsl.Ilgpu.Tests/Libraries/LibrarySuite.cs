namespace TensorDsl.Ilgpu.Tests.Libraries;

/// <summary>Models all of whose products that a library can compute are computed by it, against double precision.</summary>
public abstract class LibrarySuite
{
    public static MatrixTheoryData<string, Precision> Models { get; } = new(ProductModels.Names, [Precision.Float32, Precision.Tf32, Precision.BFloat16]);

    /// <summary>A device whose library is always chosen; it is disposed by the test.</summary>
    protected abstract GpuDevice NewDevice(Precision precision);

    [Theory]
    [MemberData(nameof(Models))]
    public void AgreesWithTheEagerEngine(string name, Precision precision)
    {
        using var device = NewDevice(precision);
        ProductModels.Check(name, device);
        Assert.NotEmpty(device.ProductChoices);
        Assert.All(device.ProductChoices, choice => Assert.True(choice.LibraryMilliseconds < choice.KernelMilliseconds));
        Assert.StartsWith("Products run on ", device.MatrixLibrary, StringComparison.Ordinal);
    }
}
