using System.Diagnostics;

namespace TensorDsl.Benchmarks;

/// <summary>Measures whole training steps.</summary>
internal static class StepBenchmark
{
    /// <summary>How long one workload runs before the next has its turn, in milliseconds.</summary>
    private const double Turn = 50;

    /// <summary>
    /// Measures workloads in turns, and what the machine can do between them, so that whatever else the machine does
    /// meets all of them alike.
    /// </summary>
    /// <param name="workloads">What is measured.</param>
    /// <param name="machine">Sampled between turns.</param>
    /// <param name="threads">Threads of each model.</param>
    /// <param name="seconds">Time for each workload, after its warm-up.</param>
    public static List<StepResult> Run(IReadOnlyList<Workload> workloads, Machine machine, int threads, double seconds)
    {
        var steps = new List<TrainingStep>();
        try
        {
            foreach (var workload in workloads)
            {
                steps.Add(new TrainingStep(workload, threads));
                steps[^1].WarmUp(1);
            }

            var samples = steps.ConvertAll(_ => new Samples());
            long start = Stopwatch.GetTimestamp();
            do
            {
                for (int i = 0; i < steps.Count; i++)
                {
                    machine.Sample(steps[i].Team);
                    TakeTurn(steps[i], samples[i]);
                }
            }
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds * steps.Count);
            return [.. workloads.Zip(samples, (workload, times) => new StepResult(workload, times.Minimum, times.Median))];
        }
        finally
        {
            steps.ForEach(step => step.Dispose());
        }
    }

    private static void TakeTurn(TrainingStep step, Samples samples)
    {
        // The first step finds the caches full of the last turn's data.
        step.Run();
        long start = Stopwatch.GetTimestamp();
        do
        {
            samples.Add(step.Run());
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < Turn);
    }
}

/// <summary>How long a workload's step took.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Milliseconds">The minimum; what follows from a time follows from it.</param>
/// <param name="MedianMilliseconds">The median.</param>
internal sealed record StepResult(Workload Workload, double Milliseconds, double MedianMilliseconds)
{
    public double TokensPerSecond => Workload.Sizes.Tokens / (Milliseconds / 1000);

    public double Flops => Workload.Sizes.StepFlops / (Milliseconds / 1000);
}
