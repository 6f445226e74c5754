using System.CommandLine;
using PronounExample;
using Spectre.Console;
using TensorDsl.Examples.Commands;

var root = new RootCommand("Reads what a pronoun stands for out of associative memories. The definition is PronounModel.cs.");
root.SetAction(_ => Read());
return EntryPoint.Run(root, args);

static void Read()
{
    Console.OutputEncoding = System.Text.Encoding.UTF8;
    AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;
    float[] keys = [.. Knowledge.Relations.SelectMany(relation => Knowledge.Vector(relation.Key))];
    float[] values = [.. Knowledge.Relations.SelectMany(relation => Knowledge.Vector(relation.Values))];
    using var model = new PronounModel(threads: 1);
    foreach (var sentence in Knowledge.Sentences)
    {
        int[] words = [.. sentence.Words.Select(Knowledge.IdOf)];
        int[] probe = [Knowledge.IdOf(sentence.Probe)];
        float[] meaning = new float[Knowledge.Words.Length], attention = new float[words.Length];
        model.Read(words, probe, keys, values, words.Length, 1, Knowledge.Relations.Length, meaning, attention);

        AnsiConsole.MarkupLineInterpolated($"[bold]{sentence.Text} *{sentence.Probe}[/]");
        var table = new Table().AddColumns("means", "score");
        foreach (var (word, score) in Knowledge.Words.Zip(meaning).OrderByDescending(pair => pair.Second).Take(3))
            table.AddRow(word, $"{score:0.00}");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"attention: {string.Join(", ", sentence.Words.Zip(attention).Where(pair => pair.Second >= 0.02).Select(pair => $"{pair.First} {pair.Second:0.00}"))}");
        AnsiConsole.WriteLine();
    }
}
