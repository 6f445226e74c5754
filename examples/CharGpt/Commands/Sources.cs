using System.CommandLine;
using TensorDsl;
using TensorDsl.Examples.Commands;
using TensorDsl.Text;
using TensorDsl.Training;

namespace CharGptExample.Commands;

/// <summary>What the commands read: the text, and the checkpoint.</summary>
internal static class Sources
{
    public const string DefaultFolder = "runs/chargpt";

    public static Option<string?> Text() => Options.FilePath(
        "--text", "A text file in UTF-8. Without it: the English API documentation in the .NET SDK.", "FILE");

    /// <summary>The text of a file, or the documentation when there is none, as tokens.</summary>
    public static TokenSplit Split(string? file, int context) =>
        new(CharacterVocabulary.Encode(file is null ? ApiDocumentation.Read() : PlainText.Read(file)), context);

    /// <summary>The model with the parameters of a checkpoint.</summary>
    public static ILanguageModel Trained(string path, Hardware hardware)
    {
        var model = ModelFactory.Create(hardware, seed: 0);
        try
        {
            CheckpointFiles.Load(path, model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
