using System.Diagnostics;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>One kernel of a step, run on its own.</summary>
internal abstract class Kernel : IDisposable
{
    /// <summary>Data sets that a kernel works on in turn, as a step's layers each have their own.</summary>
    protected const int Sets = 4;

    /// <summary>What it computes.</summary>
    public required string Name { get; init; }

    /// <summary>Its sizes.</summary>
    public required string Shape { get; init; }

    /// <summary>How often a step runs it.</summary>
    public required int Count { get; init; }

    /// <summary>Floating-point operations of one run, counted as <see cref="TransformerSizes.StepFlops"/> does.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes that one run reads and writes at least.</summary>
    public double Bytes { get; init; }

    /// <summary>Runs it on each data set.</summary>
    /// <returns>What one run took, in milliseconds.</returns>
    public double Measure(Team team)
    {
        long start = Stopwatch.GetTimestamp();
        Run(team);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Sets;
    }

    public abstract void Dispose();

    /// <summary>Runs it <see cref="Sets"/> times, with a barrier after each.</summary>
    protected abstract void Run(Team team);
}
