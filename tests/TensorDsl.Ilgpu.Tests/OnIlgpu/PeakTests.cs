using System.Text.RegularExpressions;
using TensorDsl.Benchmarks;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>What the benchmark measures a card against is what it says: arithmetic alone, and reading alone.</summary>
public sealed class PeakTests
{
    [Fact]
    public void ThePeakIsMultiplyAddsOnRegisters()
    {
        using var ptx = new Ptx();
        string text = ptx.Of(typeof(MultiplyAdds));

        // Without a rounding mode, so that the driver's compiler makes one instruction of a product and the sum after it.
        Assert.Equal(MultiplyAdds.PerRound, Regex.Count(text, @"mul\.f32[^\n]*\n\s*add\.f32"));
        Assert.DoesNotMatch(@"(mul|add)\.rn", text);
        Assert.DoesNotContain("ld.global", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(text, @"st\.global"));
    }

    [Fact]
    public void FourFloatsAreReadAtOnce()
    {
        using var ptx = new Ptx();
        string text = ptx.Of(typeof(ReadSum));
        Assert.Equal(ReadSum.PerRound / 4, Regex.Count(text, @"ld\.global\.v4\.f32"));
        Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryNumberIsReadOnce()
    {
        const int Threads = 32, Rounds = 3, Count = Threads * Rounds * ReadSum.PerRound;
        using var gpu = SimulatorSuite.Create();
        using var values = gpu.Allocate<float>(Count);
        using var sums = gpu.Allocate<float>(Threads);
        gpu.Each(new FillWithNumbers(values.Start), Count);
        gpu.Launch(new ReadSum(values.Start, sums.Start, Rounds, Threads), 2, Threads / 2);
        float[] read = new float[Count], results = new float[Threads];
        gpu.Download(values.Start, read);
        gpu.Download(sums.Start, results);
        Assert.Equal(read.Sum(value => (double)value), results.Sum(value => (double)value), 1e-2);
        Assert.Equal(Count - 1f, read[^1] * 2003);
    }

    [Fact]
    public void BothAreMeasured()
    {
        using var gpu = SimulatorSuite.Create();
        using var peak = MatrixPeak.Of((IlgpuDevice)gpu);
        Assert.Equal("float32", peak.Precision);
        Assert.InRange(peak.Measure(), 1e3, 1e15);
        using var bandwidth = new GpuReadBandwidth((IlgpuDevice)gpu, most: 1 << 16);
        Assert.InRange(bandwidth.Measure(), 1e3, 1e15);
    }
}
