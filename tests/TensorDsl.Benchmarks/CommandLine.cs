using System.CommandLine;
using System.Globalization;

namespace TensorDsl.Benchmarks;

/// <summary>The options, and what they start.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Filter = new("--filter") { Description = "The workloads by letter, such as A,F; all of them without it.", HelpName = "LETTERS" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object per workload and nothing else." };
    private static readonly Option<bool> Kernels = new("--kernels") { Description = "Print where each workload's step spends its time." };
    private static readonly Option<bool> Generator = new("--generator") { Description = "Print what generating the code of GPT-2 takes, and an edit elsewhere." };
    private static readonly Option<double> Seconds = Number("--seconds", "Time for each workload, after its warm-up.", 5, text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 3600 ? value : null);
    private static readonly Option<double> Threads = Number("--threads", "Threads to run on; 0 for all processors.", 0, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 1024 ? value : null);

    public static RootCommand Root { get; } = Create();

    private static RootCommand Create()
    {
        var root = new RootCommand("Measures training steps against what the machine can do.") { Filter, Json, Kernels, Generator, Seconds, Threads };
        root.SetAction(Run);
        return root;
    }

    private static void Run(ParseResult line)
    {
        if (line.GetValue(Generator))
        {
            Tables.Print(GeneratorBenchmark.Run());
            return;
        }

        var workloads = Workload.Select(line.GetValue(Filter));
        bool json = line.GetValue(Json);
        bool kernels = line.GetValue(Kernels);
        if (json && kernels)
            throw new UsageException("--kernels prints a table; it does not go with --json.");
        double seconds = line.GetValue(Seconds);
        int threads = (int)line.GetValue(Threads);
        if (threads == 0)
            threads = Environment.ProcessorCount;
        using var machine = new Machine();
        if (kernels)
        {
            foreach (var workload in workloads)
                Tables.Print(machine, threads, Breakdown.Measure(workload, machine, threads, seconds));
            return;
        }

        var results = StepBenchmark.Run(workloads, machine, threads, seconds);
        if (json)
            results.ForEach(result => Console.WriteLine(JsonLine.Of(result, machine.PeakFlops)));
        else
            Tables.Print(machine, threads, results);
    }

    private static Option<double> Number(string name, string description, double standard, Func<string, double?> read) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (read(text) is { } value)
                return value;
            result.AddError($"{name} does not take '{text}'.");
            return default;
        },
    };
}
