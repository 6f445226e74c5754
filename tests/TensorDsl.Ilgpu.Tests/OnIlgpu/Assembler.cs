using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using TensorDsl.Training.Tests;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>NVIDIA's assembler, ptxas of its CUDA toolkit: it says what a card's driver would make of PTX, and takes no card.</summary>
internal static class Assembler
{
    private static readonly string Program = OperatingSystem.IsWindows() ? "ptxas.exe" : "ptxas";

    // The first whose instruction set is the kernels'.
    private const int Least = 12;

    /// <summary>Where it is; null where it is not installed, or too old.</summary>
    public static string? Location { get; } = Folders().Select(folder => Path.Combine(folder, Program)).FirstOrDefault(path => File.Exists(path) && Version(path) >= Least);

    /// <summary>Assembles the text of one kernel for an architecture such as sm_90.</summary>
    public static Assembled Run(string text, string architecture)
    {
        using var folder = new TemporaryFolder();
        string source = folder["kernel.ptx"];
        File.WriteAllText(source, text);
        var (code, output) = Run(Location!, ["-v", "-arch=" + architecture, "-o", folder["kernel.cubin"], source]);
        var memory = Regex.Matches(output, @"(\d+) bytes (stack frame|spill stores|spill loads)");
        return new Assembled(code, memory.Count == 0 ? -1 : memory.Sum(bytes => Number(bytes.Groups[1])), output);
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static int Version(string path) =>
        Regex.Match(Run(path, ["--version"]).Output, @"release (\d+)") is { Success: true } release ? Number(release.Groups[1]) : 0;

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Folders()
    {
        string[] toolkits = [.. new[] { "CUDA_HOME", "CUDA_PATH" }.Select(Environment.GetEnvironmentVariable).OfType<string>(), "/usr/local/cuda"];
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return [.. toolkits.Select(toolkit => Path.Combine(toolkit, "bin")), .. path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
    }
}

/// <summary>What the assembler said of a kernel.</summary>
/// <param name="ExitCode">0 if it took the text.</param>
/// <param name="LocalBytes">Bytes of a thread's local memory, where values go that no register is left for, and of its use; −1 where nothing is said of it.</param>
/// <param name="Output">All that it printed.</param>
internal sealed record Assembled(int ExitCode, int LocalBytes, string Output);
