using ILGPU;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>A kernel that fails in one thread is reported, and leaves no other waiting for it.</summary>
public sealed class FailingKernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void OneThreadsFailureEndsTheLaunch(int meetingsBefore)
    {
        using var device = new StandInDevice();
        using var buffer = device.Allocate<float>(1);
        for (int i = 0; i < 2; i++)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => device.Launch(new Failing(buffer.Start, meetingsBefore), 3, 8));
            Assert.Equal("A kernel failed: The kernel reaches for element 5 of 1.", failure.Message);
        }
    }

    // What a warp does together is done when all have come to a barrier.
    [Fact]
    public void AWarpsFailureEndsTheLaunch()
    {
        using var device = new StandInDevice();
        var failure = Assert.Throws<InvalidOperationException>(() => device.Launch(default(HalfAWarp), 2, 16));
        Assert.Equal("A kernel failed: PTX: the lanes of a warp do not all run the same instruction.", failure.Message);
    }

    [Fact]
    public void ABarrierThatSomeLeaveOutEndsTheLaunch()
    {
        using var device = new StandInDevice();
        var failure = Assert.Throws<InvalidOperationException>(() => device.Launch(default(HalfAGroup), 2, 8));
        Assert.Equal("A kernel failed: Not all threads came to the same barrier.", failure.Message);
    }

    private readonly struct HalfAGroup : IKernel
    {
        public void Run()
        {
            if (Group.IdxX < 4)
                Group.Barrier();
        }
    }

    private readonly struct HalfAWarp : IKernel
    {
        public void Run()
        {
            CudaAsm.Emit(".reg .b32 a<1>; shfl.sync.bfly.b32 a0, a0, 1, 31, 0xFFFFFFFF;");
            Group.Barrier();
            Group.Barrier();
        }
    }

    private readonly struct Failing(ArrayView<float> values, int meetingsBefore) : IKernel
    {
        public void Run()
        {
            for (int i = 0; i < meetingsBefore; i++)
                Group.Barrier();
            if (Group.IdxX == 5)
                values[Group.IdxX] = 1;
            Group.Barrier();
        }
    }
}
