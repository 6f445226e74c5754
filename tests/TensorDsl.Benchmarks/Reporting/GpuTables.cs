using Spectre.Console;

namespace TensorDsl.Benchmarks;

/// <summary>Results on a GPU: both shares of each workload, and the other programs in a table of their own, for they are many.</summary>
internal static partial class Tables
{
    public static void PrintGpu(Machine machine, IReadOnlyList<Result> results)
    {
        PrintMachine(machine);
        var table = New("", "workload", "TFLOP", "ms", "median ms", "tokens/s", "TFLOP/s", "of peak", "of read");
        foreach (var result in results)
        {
            table.AddRow(
                result.Workload.Letter, result.Workload.Name, Text(result.Workload.Flops / 1e12, "G3"), Text(result.Milliseconds, "F3"),
                Text(result.MedianMilliseconds, "F3"), Text(result.TokensPerSecond, "N0"), Text(result.Flops / 1e12, "F2"),
                Percent(result.PeakShare(machine)), Percent(result.ReadShare(machine)));
        }

        AnsiConsole.Write(table);
        WarnOfNoise(results);
        PrintPeers(results);
        PrintProducts(machine);
    }

    private static void PrintPeers(IReadOnlyList<Result> results)
    {
        if (results.All(result => result.Peers.Count == 0))
            return;
        AnsiConsole.WriteLine();
        var table = New("", "program", "ms", "tokens/s", "÷ ours");
        foreach (var result in results)
        {
            foreach (var (name, ms) in result.Peers)
                table.AddRow(result.Workload.Letter, name, Text(ms, "F3"), Text(result.Workload.Tokens / (ms / 1000), "N0"), Text(ms / result.Milliseconds, "F2"));
        }

        AnsiConsole.Write(table);
    }

    private static void PrintProducts(Machine machine)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"Products. {machine.MatrixLibrary}");
        if (machine.Products.Count == 0)
            return;
        var table = New("product", "on", "rows", "columns", "terms", "times", "kernel ms", "library ms");
        foreach (var product in machine.Products)
        {
            table.AddRow(
                product.Kernel, product.On, Text(product.M, "F0"), Text(product.N, "F0"), Text(product.K, "F0"), Text(product.Batch, "F0"),
                Optional(product.KernelMs, "F4"), Optional(product.LibraryMs, "F4"));
        }

        AnsiConsole.Write(table);
    }
}
