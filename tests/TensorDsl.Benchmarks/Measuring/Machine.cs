using System.Runtime.InteropServices;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>What the machine can do with a number of threads: the best seen so far, for others may be using it too.</summary>
internal sealed class Machine(int threads) : IDisposable
{
    private readonly Team _team = new(threads);
    private readonly ReadBandwidth _bandwidth = new();

    /// <summary>The processor's name, or its architecture where the system does not tell.</summary>
    public static string Processor { get; } = Name() ?? RuntimeInformation.ProcessArchitecture.ToString();

    public int Threads => threads;

    /// <summary>Multiply-adds on registers alone, in floating-point operations per second.</summary>
    public double PeakFlops { get; private set; }

    /// <summary>Reading memory, in bytes per second.</summary>
    public double ReadBytes { get; private set; }

    /// <summary>Looks again, for some ten milliseconds.</summary>
    /// <returns>The peak of this moment.</returns>
    public double Sample()
    {
        double peak = FmaPeak.Measure(_team, tries: 100);
        PeakFlops = Math.Max(PeakFlops, peak);
        ReadBytes = Math.Max(ReadBytes, _bandwidth.Measure(_team));
        return peak;
    }

    public void Dispose()
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
