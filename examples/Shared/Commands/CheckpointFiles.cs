using System.CommandLine;
using TensorDsl.Checkpoints;
using TensorDsl.Training;

namespace TensorDsl.Examples.Commands;

/// <summary>Where a run keeps its checkpoint, and how a trained model comes out of it.</summary>
internal static class CheckpointFiles
{
    public static Option<string?> Option() => Options.FilePath("--checkpoint", "The checkpoint's file, in place of --out.", "FILE");

    /// <summary>The checkpoint's file in a run's folder.</summary>
    public static string In(string folder) => Path.Combine(folder, "checkpoint.safetensors");

    /// <summary>The checkpoint's file that --checkpoint or --out names.</summary>
    public static string Chosen(ParseResult line, Option<string?> file, Option<string?> folder)
    {
        if (line.IsGiven(file) && line.IsGiven(folder))
            throw new UsageException("Give either --checkpoint or --out, not both.");
        return line.GetValue(file) ?? In(line.GetValue(folder)!);
    }

    /// <summary>Fills a model's parameters from a checkpoint of the same model: with their average, if it has one.</summary>
    /// <exception cref="CheckpointException">It is of another model, or not sound.</exception>
    public static void Load(string path, IModel model)
    {
        using var checkpoint = Checkpoint.Open(path);
        StoredTensor[] tensors = [.. StoredTensor.Of(model.Parameters)];
        string name = model.GetType().Name;
        checkpoint.RequireModel(name, tensors, TrainingMetadata.Optimizer);
        checkpoint.RequireDefinition(model.Definition);
        checkpoint.Load(name, tensors, TrainingMetadata.Optimizer);
        if (checkpoint.Metadata.GetValueOrDefault(TrainingMetadata.AverageDecay, "0") != "0")
            checkpoint.LoadPart([.. tensors.Select(tensor => tensor with { Name = TrainingMetadata.Average + tensor.Name })]);
    }
}
