using System.Runtime.CompilerServices;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>
/// Compares text with the file that holds what was approved, beside the test: <c>Class.Method.verified.cs</c>. On a
/// mismatch what was received is written next to it, to be looked at and renamed.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string received, string? parameter = null, [CallerFilePath] string test = "", [CallerMemberName] string method = "")
    {
        string name = $"{Path.GetFileNameWithoutExtension(test)}.{method}{(parameter is null ? "" : $"_{parameter}")}";
        string folder = Path.GetDirectoryName(test)!;
        string verifiedPath = Path.Combine(folder, $"{name}.verified.cs");
        string receivedPath = Path.Combine(folder, $"{name}.received.cs");
        string text = received.ReplaceLineEndings("\n");
        string? verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : null;
        if (text == verified)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, text);
        Assert.Fail(verified is null
            ? $"There is no approved text yet; look at {receivedPath} and rename it to {Path.GetFileName(verifiedPath)}."
            : $"{Difference(verified, text)}\nIf that is right, rename {receivedPath} to {Path.GetFileName(verifiedPath)}.");
    }

    private static string Difference(string verified, string received)
    {
        string[] left = verified.Split('\n'), right = received.Split('\n');
        int line = Enumerable.Range(0, Math.Min(left.Length, right.Length)).FirstOrDefault(i => left[i] != right[i], Math.Min(left.Length, right.Length));
        return $"Line {line + 1} differs.\n  approved: {left.ElementAtOrDefault(line)}\n  received: {right.ElementAtOrDefault(line)}";
    }
}
