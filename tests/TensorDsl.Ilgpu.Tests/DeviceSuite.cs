namespace TensorDsl.Ilgpu.Tests;

/// <summary>The agreement suite of tiny models, on one device after another.</summary>
public abstract class DeviceSuite
{
    private static readonly (Type Model, object Sizes)[] All =
    [
        (typeof(Cpu.Tests.Models.OneHead), new { B = 2, T = 4 }),
        (typeof(Cpu.Tests.Models.Shared), new { B = 2, T = 3 }),
    ];

    public static TheoryData<string> Names => [.. All.Select(model => model.Model.Name)];

    /// <summary>The device.</summary>
    protected abstract Device NewDevice();

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheEagerEngine(string name)
    {
        using var device = NewDevice();
        var (model, sizes) = All.Single(known => known.Model.Name == name);
        Agreement.Check(model, sizes, device: device);
    }
}
