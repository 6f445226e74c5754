using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TensorDsl.Examples.Tests;

/// <summary>What a program printed, and its exit code.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>An example as it was built, started as a process of its own.</summary>
internal static class Example
{
    // The command of the runtime that runs the tests: <root>/shared/Microsoft.NETCore.App/<version>/.
    private static readonly string Dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");

    /// <summary>Runs an example to its end.</summary>
    public static async Task<Outcome> Run(string program, params string[] arguments)
    {
        using var process = StartCommand([.. Command(program), .. arguments]);
        return await Finish(process);
    }

    /// <summary>Runs a program to its end, with variables of the environment such as <c>NAME=value</c>.</summary>
    public static async Task<Outcome> RunIn(string[] environment, string program, params string[] arguments)
    {
        using var process = StartCommand(["/usr/bin/env", .. environment, .. Command(program), .. arguments]);
        return await Finish(process);
    }

    /// <summary>Runs CharGpt to its end.</summary>
    public static Task<Outcome> CharGpt(params string[] arguments) => Run("CharGpt", arguments);

    /// <summary>Runs Translate to its end.</summary>
    public static Task<Outcome> Translate(params string[] arguments) => Run("Translate", arguments);

    /// <summary>Starts an example.</summary>
    public static Process Start(string program, params string[] arguments) => StartCommand([.. Command(program), .. arguments]);

    /// <summary>Sends a process a signal.</summary>
    public static void Signal(Process process, int signal) => Assert.Equal(0, Kill(process.Id, signal));

    /// <summary>Starts CharGpt as a shell starts a background job: with SIGINT ignored.</summary>
    public static Process StartInBackground(params string[] arguments) =>
        StartCommand(["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh", .. Command("CharGpt"), .. arguments]);

    /// <summary>Reads what is left and waits for the end.</summary>
    public static async Task<Outcome> Finish(Process process)
    {
        var stop = TestContext.Current.CancellationToken;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var error = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return new Outcome(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private static string[] Command(string program) => [Dotnet, Path.Combine(AppContext.BaseDirectory, program + ".dll")];

    private static Process StartCommand(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    })!;
}
