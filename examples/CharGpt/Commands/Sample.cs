using System.CommandLine;
using TensorDsl;
using TensorDsl.Examples.Commands;
using TensorDsl.Sampling;
using TensorDsl.Text;

namespace CharGptExample.Commands;

/// <summary><c>sample</c>: writes a text, character by character.</summary>
internal static class Sample
{
    private static readonly Option<string?> Out = Options.Out(Sources.DefaultFolder);
    private static readonly Option<string?> File = CheckpointFiles.Option();
    private static readonly Option<string> Prompt = new("--prompt") { Description = "How the text begins.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private static readonly Option<long> Length = Options.Whole("--length", "Characters to write.", 1, 500);
    private static readonly Option<double> Temperature = Options.Real("--temperature", "Below 1 more predictable, above 1 less; 0 always takes the likeliest.", 0, 0.8);
    private static readonly Option<long> Top = Options.Whole("--top-k", "Choose among so many of the likeliest characters only.", 1, null, max: int.MaxValue);
    private static readonly Option<double> Nucleus = Options.Real("--top-p", "Choose among the fewest of the likeliest characters that make up this share; 1 for all.", 0.001, 1, max: 1);
    private static readonly Option<double> Floor = Options.Real("--min-p", "Choose among characters at least this share as likely as the likeliest.", 0, 0, max: 1);
    private static readonly Option<double> Penalty = Options.Real("--repetition-penalty", "Above 1 makes what was written already rarer.", 0.01, 1);
    private static readonly Option<string?> Stop = new("--stop") { Description = "A text that ends the sample, and is not shown.", HelpName = "TEXT" };
    private static readonly Option<long> Seed = Options.Whole("--seed", "The same seed writes the same text.", 0, 1337);
    private static readonly Option<string> Weights = StoredWeights.Option();
    private static readonly HardwareOptions Hardware = new();

    public static Command Command()
    {
        var command = new Command("sample", "Write a text with a trained model.")
        {
            Out, File, Prompt, Length, Temperature, Top, Nucleus, Floor, Penalty, Stop, Seed, Weights,
        };
        foreach (var option in Hardware.All)
            command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        using var hardware = Hardware.Choose(line);
        using var model = Sources.Trained(CheckpointFiles.Chosen(line, File, Out), hardware);
        var stop = line.GetValue(Stop) is { Length: > 0 } text ? new StopSequences(CharacterVocabulary.Encode(text)) : null;
        using var compact = StoredWeights.Of(line.GetValue(Weights)) is var storage and not WeightStorage.Float32 ? ((ICompactableModel)model).Compact(storage) : null;
        using var generation = (compact ?? (IGenerativeModel)model).NewGeneration();
        Writer.Write(generation, line.GetValue(Prompt)!, line.GetValue(Length), Drawing(line), stop);
        return 0;
    }

    private static Sampler Drawing(ParseResult line)
    {
        var truncations = new List<ITruncation>();
        if (line.IsGiven(Top))
            truncations.Add(new TopK((int)line.GetValue(Top)));
        if (line.GetValue(Nucleus) < 1)
            truncations.Add(new TopP(line.GetValue(Nucleus)));
        if (line.GetValue(Floor) > 0)
            truncations.Add(new MinP(line.GetValue(Floor)));
        return new Sampler((ulong)line.GetValue(Seed), line.GetValue(Temperature), truncations)
        {
            RepetitionPenalty = line.GetValue(Penalty),
        };
    }
}
