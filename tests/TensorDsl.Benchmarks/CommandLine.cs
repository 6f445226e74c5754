using System.CommandLine;
using System.Globalization;

namespace TensorDsl.Benchmarks;

/// <summary>The options, and what they start.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Filter = new("--filter") { Description = "The workloads by letter, such as A,F, or D for D1 and D2; all of them without it.", HelpName = "LETTERS" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object per workload and nothing else." };
    private static readonly Option<bool> Kernels = new("--kernels") { Description = "Print where a step spends its time, for the workloads that train a decoder." };
    private static readonly Option<bool> NoPeers = new("--no-peers") { Description = "Leave out the other programs that are installed." };
    private static readonly Option<bool> Generator = new("--generator") { Description = "Print what generating the code of GPT-2 takes, and an edit elsewhere." };
    private static readonly Option<bool> Math = new("--math") { Description = "Print what functions take on one thread, beside the runtime's and those of System.Numerics.Tensors." };
    private static readonly Option<double> Seconds = Number("--seconds", "Time for each workload and each program that runs it, after its warm-up.", 5, text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 3600 ? value : null);
    private static readonly Option<double> Threads = Number("--threads", "Threads to run on; 0 for all processors.", 0, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 1024 ? value : null);

    public static RootCommand Root { get; } = Create();

    private static RootCommand Create()
    {
        var root = new RootCommand("Measures workloads against what the machine can do, and against other programs.") { Filter, Json, NoPeers, Kernels, Generator, Math, Seconds, Threads };
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

        if (line.GetValue(Math))
        {
            Tables.Print(FunctionBenchmark.Run(line.GetValue(Seconds)));
            return;
        }

        var workloads = Workload.Select(line.GetValue(Filter));
        bool json = line.GetValue(Json);
        bool kernels = line.GetValue(Kernels);
        if (json && kernels)
            throw new UsageException("--kernels prints a table; it does not go with --json.");
        if (kernels && !workloads.OfType<DecoderTraining>().Any())
            throw new UsageException("--kernels is for workloads that train a decoder: A, B, C and F.");
        double seconds = line.GetValue(Seconds);
        int threads = (int)line.GetValue(Threads);
        if (threads == 0)
            threads = Environment.ProcessorCount;
        using var machine = new Machine(threads);
        if (kernels)
        {
            foreach (var workload in workloads.OfType<DecoderTraining>())
                Tables.Print(machine, Breakdown.Measure(workload, machine, seconds));
            return;
        }

        using var peers = line.GetValue(NoPeers) ? null : new Peers(threads, Console.Error.WriteLine);
        var results = Benchmark.Run(workloads, peers?.All ?? [], machine, threads, seconds, Starting, Console.Error.WriteLine);
        if (json)
            results.ForEach(result => Console.WriteLine(JsonLine.Of(result, machine)));
        else
            Tables.Print(machine, results);
    }

    // Some minutes pass until there is a table to print.
    private static void Starting(Workload workload)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.WriteLine($"measuring {workload.Letter}, {workload.Name}");
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
