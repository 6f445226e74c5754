using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TensorDsl.Benchmarks;

/// <summary>The commands of tests/TensorDsl.FirstStep.</summary>
internal static class FirstStepProgram
{
    private const string Name = "TensorDsl.FirstStep";

    // The command of the runtime that runs this program: <root>/shared/Microsoft.NETCore.App/<version>/.
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>As it was built beside this program.</summary>
    public static IReadOnlyList<string> Managed() => [Dotnet, Path.Combine(AppContext.BaseDirectory, Name + ".dll")];

    /// <summary>Compiled ahead of time, which takes a minute when it has changed.</summary>
    /// <exception cref="ContestantException">That is not possible here.</exception>
    public static IReadOnlyList<string> Native()
    {
        string project = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == Name).Value!;
        string folder = Path.Combine(AppContext.BaseDirectory, "native");
        var publish = new ProcessStartInfo(Dotnet, ["publish", project, "-c", "Release", "-p:Native=true", "--artifacts-path", folder, "-v", "q", "--nologo"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(publish)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [Path.Combine(folder, "publish", Name, "release", Name)]
            : throw new ContestantException($"{Name} cannot be compiled ahead of time here: {FirstError(output)}");
    }

    private static string FirstError(string output) =>
        output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "no error was printed.";
}
