using System.CommandLine;
using System.Globalization;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>The options, and what they start.</summary>
internal static class CommandLine
{
    /// <summary>Exit codes beside 0 and bad input's 2: a GPU's workload failed; there was no GPU.</summary>
    private const int LeftOut = 1, DidNotRun = 3;

    private static readonly Option<string> On = new("--device") { Description = "What to measure on: cpu, or gpu with workloads of its own.", HelpName = "cpu|gpu", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<string> In = new("--precision") { Description = "What a GPU computes products in.", HelpName = "float32|tf32|bf16", DefaultValueFactory = _ => "float32" };
    private static readonly Option<string?> Filter = new("--filter") { Description = "The workloads by letter, such as A,F, or D for D1 and D2; all of them without it.", HelpName = "LETTERS" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object per workload and nothing else." };
    private static readonly Option<FileInfo?> JsonFile = new("--json-file") { Description = "Append one JSON object per workload to a file as well, each as soon as it is measured.", HelpName = "FILE" };
    private static readonly Option<bool> Kernels = new("--kernels") { Description = "Print where a step spends its time, for the workloads that train a decoder." };
    private static readonly Option<bool> NoPeers = new("--no-peers") { Description = "Leave out the other programs that are installed." };
    private static readonly Option<string?> PeersOnly = new("--peers") { Description = "Compare with these other programs alone: their names, or parts of them, such as bf16.", HelpName = "NAMES" };
    private static readonly Option<bool> Generator = new("--generator") { Description = "Print what generating the code of GPT-2 takes, and an edit elsewhere." };
    private static readonly Option<bool> Math = new("--math") { Description = "Print what functions take on one thread, beside the runtime's and those of System.Numerics.Tensors." };
    private static readonly Option<double> Seconds = Number("--seconds", "Time for each workload and each program that runs it, after its warm-up.", 5, text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 3600 ? value : null);
    private static readonly Option<double> Threads = Number("--threads", "Threads to run on; 0 for all processors.", 0, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 1024 ? value : null);

    public static RootCommand Root { get; } = Create();

    private static RootCommand Create()
    {
        var root = new RootCommand("Measures workloads against what the machine can do, and against other programs.") { On, In, Filter, Json, JsonFile, NoPeers, PeersOnly, Kernels, Generator, Math, Seconds, Threads };
        On.AcceptOnlyFromAmong("cpu", "gpu");
        In.AcceptOnlyFromAmong("float32", "tf32", "bf16");
        root.SetAction(Run);
        return root;
    }

    /// <returns>The exit code.</returns>
    private static int Run(ParseResult line)
    {
        bool gpu = line.GetValue(On) == "gpu";
        if (gpu && (line.GetValue(Generator) || line.GetValue(Math) || line.GetValue(Kernels)))
            throw new UsageException("--device gpu is for workloads; --generator, --math and --kernels are the processor's.");
        var precision = line.GetValue(In) switch { "tf32" => Precision.Tf32, "bf16" => Precision.BFloat16, _ => Precision.Float32 };
        if (!gpu && precision != Precision.Float32)
            throw new UsageException("--precision is a GPU's; a processor computes in float32.");
        if (line.GetValue(Generator))
        {
            Tables.Print(GeneratorBenchmark.Run());
            return 0;
        }

        if (line.GetValue(Math))
        {
            Tables.Print(FunctionBenchmark.Run(line.GetValue(Seconds)));
            return 0;
        }

        var workloads = Workload.Select(gpu ? GpuWorkloads.In(precision) : Workloads.All, line.GetValue(Filter));
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
        PeerNames.Choose(gpu, line.GetValue(PeersOnly));
        using var file = Create(line.GetValue(JsonFile));
        using var machine = Open(gpu, threads, precision);
        if (machine is null)
            return DidNotRun;
        if (kernels)
        {
            foreach (var workload in workloads.OfType<DecoderTraining>())
                Tables.Print(machine, Breakdown.Measure(workload, machine, seconds));
            return 0;
        }

        using var peers = line.GetValue(NoPeers) ? null : new Peers(machine, line.GetValue(PeersOnly), Console.Error.WriteLine);
        var results = Benchmark.Run(workloads, peers?.All ?? [], machine, seconds, Starting, Measured, Console.Error.WriteLine);
        if (json)
            results.ForEach(result => Console.WriteLine(JsonLine.Of(result, machine)));
        else if (gpu)
            Tables.PrintGpu(machine, results);
        else
            Tables.Print(machine, results);
        return gpu && results.Count < workloads.Count ? LeftOut : 0;

        void Measured(Result result) => file?.WriteLine(JsonLine.Of(result, machine));
    }

    /// <summary>The machine; null, after a line that says why, where there is no GPU.</summary>
    private static Machine? Open(bool gpu, int threads, Precision precision)
    {
        try
        {
            return gpu ? GpuMachine.Open(threads, precision) : new CpuMachine(threads);
        }
        catch (DeviceException e)
        {
            Console.Error.WriteLine($"Nothing was measured: {e.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    private static StreamWriter? Create(FileInfo? file)
    {
        try
        {
            return file is null ? null : new StreamWriter(file.FullName, append: true) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--json-file: {e.Message}");
        }
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
