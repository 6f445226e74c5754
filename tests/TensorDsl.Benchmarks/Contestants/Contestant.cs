using System.Diagnostics;

namespace TensorDsl.Benchmarks;

/// <summary>A workload ready to run.</summary>
internal abstract class Contestant : IDisposable
{
    /// <summary>Runs once.</summary>
    /// <returns>What it took, in milliseconds.</returns>
    public abstract double Run();

    /// <summary>Runs for some time, at least once.</summary>
    /// <returns>What each run took, in milliseconds.</returns>
    public List<double> TakeTurn(double seconds)
    {
        var times = new List<double>();
        long start = Stopwatch.GetTimestamp();
        do
        {
            times.Add(Run());
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return times;
    }

    /// <summary>Runs until the compiler has settled on the code that is measured: thirty times, or for as long as seems reasonable.</summary>
    public void WarmUp()
    {
        long start = Stopwatch.GetTimestamp();
        for (int runs = 0; runs < 30 && Stopwatch.GetElapsedTime(start).TotalSeconds < 5; runs++)
            Run();
        TakeTurn(0.5);
    }

    public abstract void Dispose();
}
