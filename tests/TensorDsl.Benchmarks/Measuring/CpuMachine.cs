using System.Globalization;
using System.Runtime.InteropServices;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>The processor with a number of threads.</summary>
internal sealed class CpuMachine(int threads) : Machine(Device.Cpu, threads)
{
    private readonly Team _team = new(threads);
    private readonly ReadBandwidth _bandwidth = new();

    /// <summary>The processor's name, or its architecture where the system does not tell.</summary>
    public static string Processor { get; } = Name() ?? RuntimeInformation.ProcessArchitecture.ToString();

    public override string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Processor}, {SimdWidth.Bits}-bit vectors, {Threads} {(Threads == 1 ? "thread" : "threads")}: peak {PeakFlops / 1e9:F0} GFLOP/s, read {ReadBytes / 1e9:F1} GB/s");

    public override double Sample()
    {
        double peak = FmaPeak.Measure(_team, tries: 100);
        PeakFlops = Math.Max(PeakFlops, peak);
        ReadBytes = Math.Max(ReadBytes, _bandwidth.Measure(_team));
        return peak;
    }

    public override void Dispose()
    {
        _bandwidth.Dispose();
        _team.Dispose();
    }

    private static string? Name()
    {
        const string File = "/proc/cpuinfo";
        string? line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }
}
