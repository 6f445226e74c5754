using ILGPU;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>A card's memory is not the host's, and what takes it for that fails on the stand-in too.</summary>
public sealed class HostReadTests
{
    [Fact]
    public void TheHostReadsNothingOfTheDevices()
    {
        using var device = new StandInDevice();
        using var buffer = device.Allocate<float>(2);
        device.Upload([1f, 2f], buffer.Start);
        Assert.Throws<InvalidOperationException>(() => buffer.Start.View[0]);
        Assert.Throws<InvalidOperationException>(() => buffer.Start.View[0] = 3);

        // Nor after it has run a kernel, which the second time its own thread does; what it downloads it may read.
        device.Launch(new Twice(buffer.Start), 1, 2);
        device.Launch(new Twice(buffer.Start), 1, 2);
        Assert.Throws<InvalidOperationException>(() => buffer.Start.View[1]);
        float[] values = new float[2];
        device.Download(buffer.Start, values);
        Assert.Equal([4, 8], values);
    }

    // What a launch takes is handed over, and not looked up.
    [Fact]
    public void AKernelThatTheHostAsksForANumberIsRefused()
    {
        using var device = new StandInDevice();
        using var buffer = device.Allocate<float>(1);
        var kernel = new Twice(buffer.Start);
        Assert.Throws<InvalidOperationException>(() => kernel.First);
    }

    private readonly struct Twice(ArrayView<float> values) : IKernel
    {
        public float First => values[0];

        public void Run() => values[Group.IdxX] *= 2;
    }
}
