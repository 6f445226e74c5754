namespace TensorDsl.Benchmarks;

/// <summary>What other programs are called: on a GPU PyTorch is measured in each way that it is commonly used.</summary>
internal static class PeerNames
{
    private static readonly string[] Cpu = ["pytorch", "llm.c"];

    private static readonly (string Name, string Settings)[] Gpu =
    [
        .. from mode in new[] { "eager", "compile" }
           from precision in new[] { "float32", "tf32", "bf16" }
           select ($"pytorch-{mode}-{precision}", $"mode={mode} precision={precision}"),
    ];

    /// <summary>What a way to run PyTorch on a GPU is asked for.</summary>
    public static string Settings(string name) => Gpu.Single(variant => variant.Name == name).Settings;

    /// <summary>The names in which one of a list's parts occurs; null for all.</summary>
    /// <exception cref="UsageException">A part occurs in none.</exception>
    public static IReadOnlyList<string> Choose(bool gpu, string? parts)
    {
        string[] all = gpu ? [.. Gpu.Select(variant => variant.Name)] : Cpu;
        if (parts is null)
            return all;
        var wanted = parts.Split(',', StringSplitOptions.TrimEntries);
        foreach (string part in wanted)
        {
            if (part.Length == 0 || !all.Any(name => name.Contains(part, StringComparison.OrdinalIgnoreCase)))
                throw new UsageException($"There is no program '{part}' to compare with, only {string.Join(", ", all)}.");
        }

        return [.. all.Where(name => wanted.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)))];
    }
}
