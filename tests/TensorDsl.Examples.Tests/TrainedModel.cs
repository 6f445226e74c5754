using TensorDsl.Checkpoints;

namespace TensorDsl.Examples.Tests;

/// <summary>A folder with a text, a run of a few steps on it, and files of every kind that is no good.</summary>
public sealed class TrainedModel : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("chargpt-").FullName;

    public string Text => this["text.txt"];

    public string Run => this["run"];

    public string this[string name] => Path.Combine(Folder, name);

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Text, string.Concat(Enumerable.Range(0, 300).Select(i => $"line {i} of “a text”\r\n")));
        var outcome = await Example.CharGpt("train", "--text", Text, "--steps", "2", "--out", Run);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));

        await File.WriteAllTextAsync(this["empty"], "");
        await File.WriteAllTextAsync(this["short"], "too short");
        byte[] checkpoint = await File.ReadAllBytesAsync(Path.Combine(Run, "checkpoint.safetensors"));
        await File.WriteAllBytesAsync(this["truncated"], checkpoint[..^100]);
        checkpoint[^100] ^= 0x10;
        await File.WriteAllBytesAsync(this["corrupt"], checkpoint);
        Checkpoint.Write(this["other"], "Another", new Dictionary<string, string>(), [new StoredTensor("w", [2, 2], () => new float[4])]);
        Directory.CreateDirectory(this["damaged"]);
        File.Copy(this["corrupt"], Path.Combine(this["damaged"], "checkpoint.safetensors"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
