using System.Diagnostics;

namespace TensorDsl.Benchmarks;

/// <summary>Where a workload's step spends its time.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="StepMilliseconds">The whole step, the fastest.</param>
/// <param name="Rows">Its kernels, each run on its own at its fastest; the last is the difference to the step.</param>
internal sealed record Breakdown(DecoderTraining Workload, double StepMilliseconds, IReadOnlyList<BreakdownRow> Rows)
{
    /// <summary>Measures the step, the machine and every kernel in turns.</summary>
    public static Breakdown Measure(DecoderTraining workload, Machine machine, double seconds)
    {
        using var step = new TrainingStep(workload.Sizes, workload.Create(machine));
        var kernels = TransformerKernels.Of(step);
        try
        {
            step.WarmUp();
            var stepTimes = new Samples();
            var times = kernels.ConvertAll(_ => new Samples());
            long start = Stopwatch.GetTimestamp();

            // The first rounds run code that the compiler has not yet optimised: the minimum passes over them.
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                machine.Sample();
                for (int i = 0; i < 3; i++)
                    stepTimes.Add(step.Run());
                for (int i = 0; i < 5 * kernels.Count; i++)
                    times[i / 5].Add(kernels[i / 5].Measure(step.Team));
            }

            double total = stepTimes.Minimum;
            List<BreakdownRow> rows = [.. kernels.Zip(times, (kernel, samples) => BreakdownRow.Of(kernel, samples.Minimum))];
            rows.Add(new BreakdownRow("everything else", "norms, loss, embedding, sums", 0, total - rows.Sum(row => row.Milliseconds), 0, 0));
            return new Breakdown(workload, total, rows);
        }
        finally
        {
            kernels.ForEach(kernel => kernel.Dispose());
        }
    }
}

/// <summary>All calls of one kernel in a step.</summary>
internal sealed record BreakdownRow(string Name, string Shape, int Count, double Milliseconds, double Flops, double Bytes)
{
    public static BreakdownRow Of(Kernel kernel, double milliseconds) => new(
        kernel.Name, kernel.Shape, kernel.Count, kernel.Count * milliseconds, kernel.Count * kernel.Flops, kernel.Count * kernel.Bytes);
}
