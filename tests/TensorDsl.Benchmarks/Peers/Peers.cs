using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Benchmarks;

/// <summary>The other programs that are installed.</summary>
internal sealed class Peers : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("TensorDsl.Benchmarks.");
    private readonly List<Peer> _programs = [];
    private readonly List<Peer> _peers = [];

    /// <summary>Starts them.</summary>
    /// <param name="machine">What they run on.</param>
    /// <param name="chosen">Their names, or parts of them, separated by commas; null for all.</param>
    /// <param name="failed">Told of what is installed but does not start.</param>
    /// <exception cref="UsageException">There is no such name.</exception>
    public Peers(Machine machine, string? chosen, Action<string> failed)
    {
        bool gpu = !machine.Device.IsCpu;
        var names = PeerNames.Choose(gpu, chosen);
        if (gpu)
        {
            Add("pytorch", () => PyTorch("pytorch_gpu.py"), program => [.. names.Select(name => program.With(PeerNames.Settings(name), name))]);
            return;
        }

        Add("pytorch", PyTorchOnCpu, program => [program]);
        Add("llm.c", LlmC, program => [program]);

        void Add(string name, Func<ProcessStartInfo?> find, Func<Peer, Peer[]> variants)
        {
            if (!names.Any(chosen => chosen.StartsWith(name, StringComparison.Ordinal)))
                return;
            try
            {
                if (find() is not { } start)
                    return;
                if (!gpu)
                    Pin(start, machine.Threads);
                var program = Peer.Start(name, start);
                _programs.Add(program);
                _peers.AddRange(variants(program));
            }
            catch (ContestantException e)
            {
                failed($"{name} is left out: {e.Message}");
            }
        }
    }

    public IReadOnlyList<Peer> All => _peers;

    public void Dispose()
    {
        _programs.ForEach(peer => peer.Dispose());
        _folder.Delete(recursive: true);
    }

    // Not on a GPU, where the programs that compile in parallel would inherit the place of one thread.
    private static void Pin(ProcessStartInfo start, int threads)
    {
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["OMP_PROC_BIND"] = "true";
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    /// <summary>PyTorch of the system's Python, or of that which PYTHON names.</summary>
    private static ProcessStartInfo? PyTorch(string script)
    {
        string python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";
        if (!File.Exists(python) || Output(python, "-c", "import importlib.util as i; print(i.find_spec('torch') is not None)").Output.Trim() != "True")
            return null;
        return new ProcessStartInfo(python, [Script(script)]);
    }

    /// <summary>PyTorch with the settings that suit it best.</summary>
    private static ProcessStartInfo? PyTorchOnCpu()
    {
        if (PyTorch("pytorch.py") is not { } start)
            return null;

        // Large tensors are freed and allocated in every step; their memory should not go back to the system in between.
        start.Environment["MALLOC_MMAP_MAX_"] = "0";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "68719476736";
        start.Environment["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1";
        if (OperatingSystem.IsLinux() && Directory.GetDirectories("/usr/lib").Select(folder => Path.Combine(folder, "openblas-openmp")).FirstOrDefault(Directory.Exists) is { } blas)
            start.Environment["LD_LIBRARY_PATH"] = $"{blas}:{Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")}";

        // Releases older than a processor do not see that it has AVX-512.
        if (Avx512F.IsSupported)
            start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        return start;
    }

    /// <summary>llm.c's train_gpt2.c in the folder that LLMC names, compiled with gcc.</summary>
    private ProcessStartInfo? LlmC()
    {
        if (Environment.GetEnvironmentVariable("LLMC") is not { Length: > 0 } folder)
            return null;
        string program = Path.Combine(_folder.FullName, "llmc");
        var (exitCode, _, error) = Output(
            "gcc", "-O3", "-march=native", "-fopenmp", "-ffast-math", "-DTESTING", "-DOMP", "-w",
            "-I", Path.GetFullPath(folder), Script("llmc.c"), "-o", program, "-lm");
        return exitCode == 0
            ? new ProcessStartInfo(program)
            : throw new ContestantException(error.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "gcc failed");
    }

    private static (int ExitCode, string Output, string Error) Output(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ContestantException(e.Message);
        }
    }
}
