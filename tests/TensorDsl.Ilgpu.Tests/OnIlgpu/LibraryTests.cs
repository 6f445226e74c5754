using TensorDsl.Ilgpu.Tests.Libraries;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>What there is to see of a library without a card.</summary>
public sealed class LibraryTests
{
    [Fact]
    public void EachVersionOfCublasIsInstalledOrNamed()
    {
        var findings = new List<string>();
        Assert.Equal(3, CublasFunctions.Installed(findings).Count() + findings.Count);
        Assert.All(findings, finding => Assert.Contains("cublas", finding, StringComparison.Ordinal));
    }

    [Fact]
    public void TheSimulatorHasNone()
    {
        using var device = SimulatorSuite.Create();
        Assert.Equal($"{device.Name} has no library of matrix products.", device.MatrixLibrary);
    }

    [Fact]
    public void MapsThatFollowStayInRegistersAndApproximateNothing()
    {
        using var ptx = new Ptx();
        Type[] kernels =
        [
            .. typeof(LibraryTests).Assembly.GetTypes().Where(type => type.Namespace == "TensorDsl.Ilgpu.Generated" && typeof(IMatrixProduct).IsAssignableFrom(type))
                .Select(kernel => typeof(ProductEpilogue<>).MakeGenericType(kernel)),
        ];
        Assert.True(kernels.Length > 10);
        Assert.All(kernels, kernel =>
        {
            string text = ptx.Of(kernel);
            Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
            Assert.DoesNotContain("call", text, StringComparison.Ordinal);
            Assert.DoesNotContain(".approx", text, StringComparison.Ordinal);
        });
    }

    // They are kernels of their own there.
    [Fact]
    public void MapsFollowALibrarysProducts()
    {
        using var device = (IlgpuDevice)SimulatorSuite.Create();
        var library = new FakeLibrary(Ask, (value, _) => value);
        device.Products = new LibraryProducts(Precision.Float32, library, new Verdict(isLibraryFaster: true));
        Agreement.Check<Side>(new { B = 18 }, device: device);
        Assert.NotEmpty(device.ProductChoices);
        Assert.All(device.ProductChoices, choice => Assert.Equal(library.Name, choice.On));

        void Ask(Action work)
        {
            device.Stream.Synchronize();
            work();
        }
    }
}
