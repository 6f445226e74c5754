using System.CommandLine;
using TensorDsl.Examples.Commands;
using TranslateExample.Translating;

namespace TranslateExample.Commands;

/// <summary><c>eval</c>: the BLEU of a trained model on the held-out sentences.</summary>
internal static class Eval
{
    private static readonly Option<string?> Out = Options.Out(Sources.DefaultFolder);
    private static readonly Option<string?> File = CheckpointFiles.Option();
    private static readonly Option<string?> Language = Sources.Language();
    private static readonly Option<long> Sentences = Options.Whole("--sentences", "Score so many of the held-out sentences, evenly spread; without it all.", 1, int.MaxValue, max: int.MaxValue);
    private static readonly Option<long> Seed = Options.Whole("--seed", "Draws which of them.", 0, 1337);
    private static readonly Option<long> Beams = Options.Whole("--beams", "Translations that are followed at a time.", 1, 4, max: 64);
    private static readonly HardwareOptions Hardware = new();

    public static Command Command()
    {
        var command = new Command("eval", "Score a trained model on the sentences it has not seen.") { Out, File, Language, Sentences, Seed, Beams };
        foreach (var option in Hardware.All)
            command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        using var hardware = Hardware.Choose(line);
        var (model, vocabulary) = Sources.Trained(CheckpointFiles.Chosen(line, File, Out), hardware);
        using (model)
        {
            var translator = new SentenceTranslator(model, vocabulary, (int)line.GetValue(Beams));
            Console.WriteLine(Quality.Of(translator, Sample.Of(
                Sources.Split(line.GetValue(Language)!).HeldOut, (int)line.GetValue(Sentences), (ulong)line.GetValue(Seed))));
        }

        return EntryPoint.Done;
    }
}
