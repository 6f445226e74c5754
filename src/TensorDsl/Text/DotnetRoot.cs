using System.Runtime.InteropServices;

namespace TensorDsl.Text;

/// <summary>Where .NET is installed.</summary>
public static class DotnetRoot
{
    /// <summary>
    /// The folders that may hold the SDK, likeliest first: that of the running runtime, <c>DOTNET_ROOT</c>, that of the
    /// <c>dotnet</c> command on the path, and the installers' defaults. Only existing ones, each once.
    /// </summary>
    public static IReadOnlyList<string> Candidates() =>
        [.. All().OfType<string>().Where(Directory.Exists).Select(Path.GetFullPath).Distinct()];

    private static IEnumerable<string?> All()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/; an AOT program's runtime folder is its own, without packs.
        yield return Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        yield return Environment.GetEnvironmentVariable("DOTNET_ROOT");
        yield return OfCommand();
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet");
        yield return "/usr/share/dotnet";
        yield return "/usr/lib/dotnet";
        yield return "/usr/local/share/dotnet";
    }

    private static string? OfCommand()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string? command = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        return command is null
            ? null
            : Path.GetDirectoryName(File.ResolveLinkTarget(command, returnFinalTarget: true)?.FullName ?? command);
    }
}
