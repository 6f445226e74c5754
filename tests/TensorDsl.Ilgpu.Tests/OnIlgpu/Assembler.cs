using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using TensorDsl.Training.Tests;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>NVIDIA's assembler, ptxas of its CUDA toolkit: it says what a card's driver would make of PTX, and takes no card.</summary>
internal static class Assembler
{
    private static readonly string Program = OperatingSystem.IsWindows() ? "ptxas.exe" : "ptxas";

    /// <summary>Where it is; null where it is not installed.</summary>
    public static string? Location { get; } = Folders().Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    /// <summary>Assembles the text of one kernel for an architecture such as sm_90.</summary>
    public static Assembled Run(string text, string architecture)
    {
        using var folder = new TemporaryFolder();
        string source = folder["kernel.ptx"];
        File.WriteAllText(source, text);
        var start = new ProcessStartInfo(Location!, ["-v", "-arch=" + architecture, "-o", folder["kernel.cubin"], source])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return new Assembled(process.ExitCode, Number(output, @"Used (\d+) registers"), Number(output, @"(\d+) bytes stack frame"), output);
    }

    private static IEnumerable<string> Folders()
    {
        string[] toolkits = [.. new[] { "CUDA_HOME", "CUDA_PATH" }.Select(Environment.GetEnvironmentVariable).OfType<string>(), "/usr/local/cuda"];
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return [.. toolkits.Select(toolkit => Path.Combine(toolkit, "bin")), .. path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
    }

    private static int Number(string output, string pattern) =>
        Regex.Match(output, pattern) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : -1;
}

/// <summary>What the assembler said of a kernel.</summary>
/// <param name="ExitCode">0 if it took the text.</param>
/// <param name="Registers">Registers of a thread.</param>
/// <param name="StackBytes">Bytes of a thread's local memory, where values go that no register is left for.</param>
/// <param name="Output">All that it printed.</param>
internal sealed record Assembled(int ExitCode, int Registers, int StackBytes, string Output);
