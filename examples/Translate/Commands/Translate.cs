using System.CommandLine;
using TensorDsl.Examples.Commands;
using TranslateExample.Translating;

namespace TranslateExample.Commands;

/// <summary><c>translate</c>: translates a sentence, or each line of standard input.</summary>
internal static class Translate
{
    private static readonly Option<string?> Out = Options.Out(Sources.DefaultFolder);
    private static readonly Option<string?> File = CheckpointFiles.Option();
    private static readonly Option<string?> Text = new("--text") { Description = "The sentence. Without it: each line of standard input.", HelpName = "TEXT" };
    private static readonly Option<long> Beams = Options.Whole("--beams", "Translations that are followed at a time.", 1, 4, max: 64);
    private static readonly HardwareOptions Hardware = new();

    public static Command Command()
    {
        var command = new Command("translate", "Translate with a trained model.") { Out, File, Text, Beams };
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
            foreach (string sentence in line.GetValue(Text) is { } text ? [text] : Lines())
                Console.WriteLine(translator.Translate(sentence));
        }

        return EntryPoint.Done;
    }

    private static IEnumerable<string> Lines()
    {
        while (Console.ReadLine() is { } line)
            yield return line;
    }
}
