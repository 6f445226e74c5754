namespace TensorDsl.Ilgpu.Tests;

/// <summary>The rounding of kernels against double precision.</summary>
public sealed class BFloat16Tests
{
    // Halves between neighbours of either parity, at the edges of exponents, and what has no exponent.
    [Fact]
    public void RoundsToTheNearestHalfToEven()
    {
        var random = new Random(1);
        float[] edges =
        [
            0, -0f, 1, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
            .. new uint[] { 0x3F808000, 0x3F818000, 0x3F80FFFF, 0x3F7F8000, 0xBF808001, 0x00008000, 0x00018000, 0x007FFFFF, 0x7F7F7FFF, 0x7F7F8000 }
                .Select(BitConverter.UInt32BitsToSingle),
        ];
        var any = Enumerable.Range(0, 20_000).Select(_ => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32))).Where(value => !float.IsNaN(value));
        foreach (float value in edges.Concat(any))
            Assert.Equal((float)BFloat16Oracle.Round(value), BFloat16.Float(BFloat16.Round(value)));
    }

    [Theory]
    [InlineData(0x7FC00000)]
    [InlineData(0x7F800001)]
    [InlineData(0xFFFFFFFF)]
    public void WhatIsNoNumberStaysSo(uint bits) => Assert.True(float.IsNaN(BFloat16.Float(BFloat16.Round(BitConverter.UInt32BitsToSingle(bits)))));
}
