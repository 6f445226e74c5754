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
    private static readonly Option<long> Threads = Options.Threads();

    public static Command Command()
    {
        var command = new Command("translate", "Translate with a trained model.") { Out, File, Text, Beams, Threads };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var (model, vocabulary) = Sources.Trained(CheckpointFiles.Chosen(line, File, Out), (int)line.GetValue(Threads));
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
