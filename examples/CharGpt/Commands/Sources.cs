using System.CommandLine;
using TensorDsl;
using TensorDsl.Checkpoints;
using TensorDsl.Text;
using TensorDsl.Training;

namespace CharGptExample.Commands;

/// <summary>What the commands read: the text, and the checkpoint.</summary>
internal static class Sources
{
    /// <summary>The text of a file, or the documentation when there is none, as tokens.</summary>
    public static TokenSplit Split(string? file, int context) =>
        new(CharacterVocabulary.Encode(file is null ? ApiDocumentation.Read() : PlainText.Read(file)), context);

    /// <summary>The checkpoint's file in a run's folder.</summary>
    public static string CheckpointIn(string folder) => Path.Combine(folder, "checkpoint.safetensors");

    /// <summary>The checkpoint's file that --checkpoint or --out names.</summary>
    public static string CheckpointPath(ParseResult line, Option<string?> file, Option<string?> folder)
    {
        if (line.IsGiven(file) && line.IsGiven(folder))
            throw new UsageException("Give either --checkpoint or --out, not both.");
        return line.GetValue(file) ?? CheckpointIn(line.GetValue(folder)!);
    }

    /// <summary>The model with the parameters of a checkpoint.</summary>
    public static ILanguageModel Trained(string path, int threads)
    {
        using var checkpoint = Checkpoint.Open(path);
        var model = ModelFactory.Create(threads, seed: 0);
        try
        {
            checkpoint.RequireModel(model.GetType().Name, [.. StoredTensor.Of(model.Parameters)], TrainingMetadata.Optimizer);
            checkpoint.RequireDefinition(model.Definition);
            checkpoint.Load(model.GetType().Name, [.. StoredTensor.Of(model.Parameters)], TrainingMetadata.Optimizer);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
