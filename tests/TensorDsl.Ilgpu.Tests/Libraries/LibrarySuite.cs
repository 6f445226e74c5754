namespace TensorDsl.Ilgpu.Tests.Libraries;

/// <summary>Models all of whose products that a library can compute are computed by it, against double precision; of more than 32 rows, so that it rounds.</summary>
public abstract class LibrarySuite
{
    private static readonly Dictionary<string, (Type Model, object Sizes)> Sizes = new (Type Model, object Sizes)[]
    {
        (typeof(Block), new { B = 5, T = 7 }),
        (typeof(ManyTiles), new { Rows = 35 }),
        (typeof(Repeated), new { B = 1, T = 35, S = 37 }),
        (typeof(Side), new { B = 33 }),
    }.ToDictionary(model => model.Model.Name);

    public static MatrixTheoryData<string, Precision> Models { get; } = new(Sizes.Keys, [Precision.Float32, Precision.Tf32, Precision.BFloat16]);

    /// <summary>A device whose library is always chosen; it is disposed by the test.</summary>
    protected abstract GpuDevice NewDevice(Precision precision);

    [Theory]
    [MemberData(nameof(Models))]
    public void AgreesWithTheEagerEngine(string name, Precision precision)
    {
        var (model, sizes) = Sizes[name];
        using var device = NewDevice(precision);
        Agreement.Check(model, sizes, device: device, tolerance: precision switch { Precision.Tf32 => 1e-3, Precision.BFloat16 => 1e-2, _ => 1e-4 });
        Assert.NotEmpty(device.ProductChoices);
        Assert.All(device.ProductChoices, choice => Assert.True(choice.LibraryMilliseconds < choice.KernelMilliseconds));
        Assert.StartsWith("Products run on ", device.MatrixLibrary, StringComparison.Ordinal);
    }
}
