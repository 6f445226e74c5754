using System.Diagnostics;
using System.Globalization;

namespace TensorDsl.Benchmarks;

/// <summary>A process of its own, from its start until it has made the first step of A.</summary>
internal sealed class FirstStepRun(IReadOnlyList<string> command, int threads) : Contestant
{
    public override double Run()
    {
        var program = new ProcessStartInfo(command[0], [.. command.Skip(1), threads.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        long start = Stopwatch.GetTimestamp();
        using var process = Process.Start(program)!;
        string? loss = process.StandardOutput.ReadLine();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.WaitForExit();
        return loss is not null ? milliseconds : throw new ContestantException($"{command[^1]} ended with exit code {process.ExitCode}.");
    }

    public override void Dispose()
    {
    }
}
