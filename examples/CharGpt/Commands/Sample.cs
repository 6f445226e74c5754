using System.CommandLine;
using TensorDsl.Sampling;

namespace CharGptExample.Commands;

/// <summary><c>sample</c>: writes a text, character by character.</summary>
internal static class Sample
{
    private static readonly Option<string?> Out = Options.Out();
    private static readonly Option<string?> File = Options.CheckpointFile();
    private static readonly Option<string> Prompt = new("--prompt") { Description = "How the text begins.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private static readonly Option<long> Length = Options.Whole("--length", "Characters to write.", 1, 500);
    private static readonly Option<double> Temperature = Options.Real("--temperature", "Below 1 more predictable, above 1 less; 0 always takes the likeliest.", 0, 0.8);
    private static readonly Option<long> TopK = Options.Whole("--top-k", "Choose among so many of the likeliest characters only.", 1, null, max: int.MaxValue);
    private static readonly Option<long> Seed = Options.Whole("--seed", "The same seed writes the same text.", 0, 1337);
    private static readonly Option<long> Threads = Options.Threads();

    public static Command Command()
    {
        var command = new Command("sample", "Write a text with a trained model.")
        {
            Out, File, Prompt, Length, Temperature, TopK, Seed, Threads,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        using var model = Sources.Trained(Sources.CheckpointPath(line, File, Out), (int)line.GetValue(Threads));
        int topK = line.IsGiven(TopK) ? (int)line.GetValue(TopK) : int.MaxValue;
        Writer.Write(
            model, line.GetValue(Prompt)!, line.GetValue(Length), new Sampler((ulong)line.GetValue(Seed), line.GetValue(Temperature), topK));
        return 0;
    }
}
