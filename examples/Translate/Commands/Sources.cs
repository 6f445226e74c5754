using System.CommandLine;
using TensorDsl.Checkpoints;
using TensorDsl.Examples.Commands;
using TensorDsl.Text;
using TensorDsl.Training;
using TranslateExample.Models;
using TranslateExample.Translating;

namespace TranslateExample.Commands;

/// <summary>What the commands read: the sentence pairs, and the checkpoint.</summary>
internal static class Sources
{
    public const string DefaultFolder = "runs/translate";

    public static Option<string?> Language() => new("--language")
    {
        Description = "The language to translate into, as the SDK names it: de, fr, es, it, pl, ru, zh-Hans …",
        HelpName = "NAME",
        DefaultValueFactory = _ => "de",
    };

    public static Option<string> Form() => Options.OneOf(
        "--form", "The model's size: small, or the base form of Vaswani et al. (2017).", Forms.Standard, Forms.Base);

    public static ParallelSplit Split(string language) => new(LocalisedResources.Read(language));

    /// <summary>The model with the parameters of a checkpoint, and the checkpoint's vocabulary.</summary>
    public static (ITranslator Model, BytePairEncoding Vocabulary) Trained(string path, Hardware hardware)
    {
        using var checkpoint = Checkpoint.Open(path);
        var model = Forms.Create(Forms.Of(checkpoint.Model), hardware, seed: 0);
        try
        {
            CheckpointFiles.Load(path, model);
            return (model, BytePairEncoding.Parse(checkpoint.Text(TranslationTask.VocabularyName)));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
