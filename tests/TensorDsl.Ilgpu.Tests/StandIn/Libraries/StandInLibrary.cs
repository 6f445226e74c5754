using TensorDsl.Ilgpu.Tests.Libraries;
using TensorDsl.Ilgpu.Tests.StandIn.Ptx;

namespace TensorDsl.Ilgpu.Tests.StandIn.Libraries;

/// <summary>The stand-in with a library.</summary>
internal static class StandInLibrary
{
    /// <summary>A library for a device, which is given a clock as well.</summary>
    public static FakeLibrary For(StandInDevice device, Func<FakeLibrary, IDeviceClock> clock)
    {
        var library = new FakeLibrary(device.Ask, Round);
        device.Products = new LibraryProducts(device.Precision, library, clock(library));
        return library;
    }

    private static double Round(float value, Precision precision) => precision switch
    {
        Precision.Tf32 => BitConverter.UInt32BitsToSingle(PtxRounding.Tf32(value)),
        Precision.BFloat16 => BitConverter.UInt32BitsToSingle(PtxRounding.BFloat16(value) << 16),
        _ => value,
    };
}

/// <summary>The arguments' meaning.</summary>
public sealed class StandInGemmSuite : GemmSuite
{
    protected override GpuDevice NewDevice(Precision precision)
    {
        var device = new StandInDevice(precision);
        StandInLibrary.For(device, _ => new Verdict(isLibraryFaster: true));
        return device;
    }
}

/// <summary>Whole models.</summary>
public sealed class StandInLibrarySuite : LibrarySuite
{
    protected override GpuDevice NewDevice(Precision precision)
    {
        var device = new StandInDevice(precision);
        StandInLibrary.For(device, _ => new Verdict(isLibraryFaster: true));
        return device;
    }
}
