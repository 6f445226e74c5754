using TensorDsl.Ilgpu.Tests.StandIn.Ptx;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>The exponential on registers is as exact as the one of other kernels.</summary>
public sealed class RegisterExpTests
{
    [Fact]
    public void ItIsExactToTheLastBits()
    {
        for (float x = -87.3f; x < 88f; x += 0.0371f)
            Assert.InRange(Exp(x) / Math.Exp(x), 1 - 3e-7, 1 + 3e-7);
        Assert.Equal(1f, Exp(0f));
    }

    [Theory]
    [InlineData(-88f, 0f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void ItEndsInZero(float x, float expected) => Assert.Equal(expected, Exp(x));

    private static float Exp(float x)
    {
        var lane = new PtxLane();
        lane.Run(RegisterExp.Declare, []);
        lane.Run("mov.f32 exp0, %0; " + RegisterExp.Text, [BitConverter.SingleToUInt32Bits(x)]);
        ulong[] result = [0];
        lane.Run("mov.f32 %0, exp0;", result);
        return BitConverter.UInt32BitsToSingle((uint)result[0]);
    }
}
