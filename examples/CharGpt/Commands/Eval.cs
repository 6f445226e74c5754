using System.CommandLine;
using System.Globalization;
using TensorDsl;
using TensorDsl.Examples.Commands;
using TensorDsl.Sampling;
using TensorDsl.Training;

namespace CharGptExample.Commands;

/// <summary><c>eval</c>: measures a trained model on the whole validation part of a text.</summary>
internal static class Eval
{
    private const int Batch = 12;

    private static readonly Option<string?> Out = Options.Out(Sources.DefaultFolder);
    private static readonly Option<string?> File = CheckpointFiles.Option();
    private static readonly Option<string?> Text = Sources.Text();
    private static readonly Option<bool> Json = Options.Switch("--json", "Print one JSON object.");
    private static readonly Option<string> Weights = StoredWeights.Option();
    private static readonly HardwareOptions Hardware = new();

    public static Command Command()
    {
        var command = new Command("eval", "Measure a trained model on the validation part of a text, its last tenth.")
        {
            Out, File, Text, Weights, Json,
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
        if (StoredWeights.Of(line.GetValue(Weights)) is var storage and not WeightStorage.Float32)
        {
            // The loss is that of the rounded weights, whatever it is computed with.
            using var compact = ((ICompactableModel)model).Compact(storage);
            compact.Weights.CopyTo(model.Parameters);
        }

        var text = Sources.Split(line.GetValue(Text), model.Context).Validation.Span;
        double loss = Evaluation.Whole(model, text, Batch, model.Context);
        if (!double.IsFinite(loss))
            throw new TrainingException($"The validation loss is {loss}.");
        double perplexity = Math.Exp(loss);
        Console.WriteLine(line.GetValue(Json)
            ? new EvalLine(loss, perplexity, text.Length - 1).ToJson()
            : string.Create(CultureInfo.InvariantCulture, $"validation loss {loss:F4} nats per character, perplexity {perplexity:F3}, {text.Length - 1:N0} characters"));
        return 0;
    }
}
