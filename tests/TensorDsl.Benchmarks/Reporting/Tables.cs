using System.Globalization;
using Spectre.Console;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>Results as tables: with borders on a terminal, otherwise ready for docs/performance.md.</summary>
internal static partial class Tables
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static void Print(Machine machine, IReadOnlyList<Result> results)
    {
        PrintMachine(machine);
        var peers = results.SelectMany(result => result.Peers.Keys).Distinct().ToList();
        var table = New(["", "workload", "GFLOP", "ms", "median ms", "tokens/s", "GFLOP/s", "of peak", .. peers.SelectMany(peer => new[] { $"{peer} ms", "÷ ours" })]);
        foreach (var result in results)
        {
            var workload = result.Workload;
            table.AddRow([
                workload.Letter, workload.Name, Text(workload.Flops / 1e9, "G3"), Text(result.Milliseconds, "F3"),
                Text(result.MedianMilliseconds, "F3"), Text(result.TokensPerSecond, "N0"), Text(result.Flops / 1e9, "F1"),
                Percent(result.Share(machine)) + (result.ReadShare(machine) > result.PeakShare(machine) ? " of read" : ""),
                .. peers.SelectMany(peer => result.Peers.TryGetValue(peer, out double ms)
                    ? new[] { Text(ms, "F3"), Text(ms / result.Milliseconds, "F2") } : ["", ""])]);
        }

        AnsiConsole.Write(table);
        WarnOfNoise(results);
    }

    public static void Print(Machine machine, Breakdown breakdown)
    {
        PrintMachine(machine);
        string ofPeak = Percent(breakdown.Workload.Flops / (breakdown.StepMilliseconds / 1000) / machine.PeakFlops);
        var table = New($"{breakdown.Workload.Letter}: {Text(breakdown.StepMilliseconds, "F3")} ms, {ofPeak} of peak", "shape", "calls", "ms", "of step", "of peak", "GB/s");
        foreach (var row in breakdown.Rows)
        {
            table.AddRow(
                row.Name, row.Shape, row.Count == 0 ? "" : Text(row.Count, "F0"), Text(row.Milliseconds, "F3"),
                Percent(row.Milliseconds / breakdown.StepMilliseconds),
                row.Flops == 0 ? "" : Percent(row.Flops / (row.Milliseconds / 1000) / machine.PeakFlops),
                row.Bytes == 0 ? "" : Text(row.Bytes / (row.Milliseconds / 1000) / 1e9, "F0"));
        }

        AnsiConsole.Write(table);
    }

    public static void Print(IReadOnlyList<GeneratorTime> times)
    {
        var table = New("", "ms", "median ms");
        foreach (var time in times)
            table.AddRow(time.What, Text(time.Milliseconds, "F2"), Text(time.MedianMilliseconds, "F2"));
        AnsiConsole.Write(table);
    }

    public static void Print(IReadOnlyList<FunctionTime> times)
    {
        PrintHeading($"{CpuMachine.Processor}, {SimdWidth.Bits}-bit vectors, 1 thread, nanoseconds for 1000 elements");
        var table = New("", "code", "ulp", "ours", "runtime", "÷ ours", "Tensors", "÷ ours");
        foreach (var time in times)
        {
            table.AddRow(
                time.Name, time.IsOwn ? "own" : "runtime's", Text(time.Ulp, "G2"), Text(time.Ours, "F0"),
                Optional(time.Runtime, "F0"), Optional(time.Runtime / time.Ours, "F2"),
                Optional(time.Tensors, "F0"), Optional(time.Tensors / time.Ours, "F2"));
        }

        AnsiConsole.Write(table);
    }

    private static void WarnOfNoise(IReadOnlyList<Result> results)
    {
        if (results.Any(result => result.MedianMilliseconds > 1.25 * result.Milliseconds))
            AnsiConsole.WriteLine("A median is far above its minimum: something else was running, measure again.");
    }

    private static void PrintMachine(Machine machine) => PrintHeading(machine.Description);

    private static void PrintHeading(string text)
    {
        // Wide enough for every row: only a terminal has an edge.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 200;
        AnsiConsole.WriteLine(text);
    }

    /// <summary>Names to the left, numbers to the right.</summary>
    private static Table New(params string[] headers)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Rounded };
        for (int i = 0; i < headers.Length; i++)
        {
            var column = new TableColumn(headers[i]).NoWrap();
            table.AddColumn(i < 2 ? column : column.RightAligned());
        }

        return table;
    }

    private static string Text(double value, string format) => value.ToString(format, Invariant);

    private static string Optional(double? value, string format) => value is { } number ? Text(number, format) : "";

    private static string Percent(double share) => share.ToString("P0", Invariant).Replace(" ", "", StringComparison.Ordinal);
}
