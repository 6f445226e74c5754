using System.Diagnostics;

namespace TensorDsl.Benchmarks;

/// <summary>Measures workloads, and other programs on the same ones.</summary>
internal static class Benchmark
{
    /// <summary>How long one contestant runs at least before the next has its turn, in seconds.</summary>
    private const double Turn = 0.3;

    /// <summary>
    /// Measures one workload after the other. On each, all contestants have turns, and what the machine can do is measured
    /// between them, so that whatever else the machine does meets all of them alike.
    /// </summary>
    /// <param name="workloads">What is measured. Only one is in memory at a time.</param>
    /// <param name="peers">The other programs.</param>
    /// <param name="machine">Sampled between turns.</param>
    /// <param name="seconds">Time for each contestant on each workload, after its warm-up.</param>
    /// <param name="starting">Told of each workload.</param>
    /// <param name="measured">Told of each result at once, for a long run may be cut short.</param>
    /// <param name="failed">Told of what cannot run.</param>
    public static List<Result> Run(
        IReadOnlyList<Workload> workloads, IReadOnlyList<Peer> peers, Machine machine, double seconds,
        Action<Workload> starting, Action<Result> measured, Action<string> failed)
    {
        var results = new List<Result>();
        foreach (var workload in workloads)
        {
            starting(workload);
            try
            {
                using var ours = machine.Open(workload);
                ours.WarmUp();
                results.Add(Measure(workload, ours, peers, machine, seconds, failed));
                measured(results[^1]);
            }
            catch (ContestantException e)
            {
                failed($"{workload.Letter} is left out: {e.Message}");
            }
        }

        return results;
    }

    private static Result Measure(
        Workload workload, Contestant ours, IReadOnlyList<Peer> peers, Machine machine, double seconds, Action<string> failed)
    {
        // A peer's first turn is its warm-up, and tells whether it knows the workload.
        var others = peers.Where(peer => Ask(peer, workload, Turn, failed).Count > 0).ToList();
        var (samples, otherSamples) = (new Samples(), others.ConvertAll(_ => new Samples()));
        double before = machine.Sample();
        long start = Stopwatch.GetTimestamp();
        do
        {
            Take(samples, ours.TakeTurn(Turn));
            foreach (var (peer, times) in others.Zip(otherSamples))
                Take(times, Ask(peer, workload, Turn, failed));
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds * (1 + others.Count));

        samples.Discard(machine.PeakFlops);
        otherSamples.ForEach(times => times.Discard(machine.PeakFlops));
        return new Result(
            workload, samples.Minimum, samples.Median,
            others.Zip(otherSamples).Where(pair => pair.Second.Any).ToDictionary(pair => pair.First.Name, pair => pair.Second.Minimum));

        void Take(Samples all, IReadOnlyList<double> times)
        {
            double after = machine.Sample();
            foreach (double time in times)
                all.Add(time, Math.Min(before, after));
            before = after;
        }
    }

    private static IReadOnlyList<double> Ask(Peer peer, Workload workload, double seconds, Action<string> failed)
    {
        try
        {
            return workload.Request is { } request ? peer.TakeTurn(request, seconds) : [];
        }
        catch (ContestantException e)
        {
            failed($"{peer.Name} is left out: {e.Message}");
            return [];
        }
    }
}

/// <summary>How long a workload took.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Milliseconds">The minimum; what follows from a time follows from it.</param>
/// <param name="MedianMilliseconds">The median.</param>
/// <param name="Peers">Other programs' minima by name, in milliseconds.</param>
internal sealed record Result(Workload Workload, double Milliseconds, double MedianMilliseconds, IReadOnlyDictionary<string, double> Peers)
{
    public double TokensPerSecond => Workload.Tokens / (Milliseconds / 1000);

    public double Flops => Workload.Flops / (Milliseconds / 1000);

    /// <summary>The share of what limits the workload: of the peak, or of the read bandwidth.</summary>
    public double Share(Machine machine) => Math.Max(PeakShare(machine), ReadShare(machine));

    public double PeakShare(Machine machine) => Flops / machine.PeakFlops;

    /// <summary>0 where the bytes are not counted.</summary>
    public double ReadShare(Machine machine) => Workload.Bytes / (Milliseconds / 1000) / machine.ReadBytes;
}
