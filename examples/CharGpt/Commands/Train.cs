using System.CommandLine;
using System.Globalization;
using TensorDsl;
using TensorDsl.Examples.Commands;
using TensorDsl.Sampling;
using TensorDsl.Training;

namespace CharGptExample.Commands;

/// <summary><c>train</c>: learns from a text.</summary>
internal sealed class Train() : TrainCommand("CharGpt", "Learn from a text.", Sources.DefaultFolder, steps: 2000, evaluateEvery: 250)
{
    private static readonly Option<string?> Text = Sources.Text();

    protected override IReadOnlyList<Option<string?>> Data => [Text];

    protected override TrainingRun Prepare(ParseResult line, Hardware hardware, long steps, long seed)
    {
        var model = ModelFactory.Create(hardware, seed);
        try
        {
            var text = Sources.Split(line.GetValue(Text), model.Context);
            var options = new TrainingOptions
            {
                Schedule = new CosineSchedule(1e-3, 1e-4, WarmUpSteps: Math.Min(100, steps / 10), steps),
                Seed = seed,
            };
            string data = string.Create(
                CultureInfo.InvariantCulture, $"{text.Training.Length:N0} characters to learn from, {text.Validation.Length:N0} for validation");
            return new TrainingRun(
                new LanguageModelTask(model, text, options), options, data,
                "A sample", () => Write(model));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Write(ILanguageModel model)
    {
        using var generation = ((IGenerativeModel)model).NewGeneration();
        Writer.Write(generation, "\n", length: 300, new(seed: 1, temperature: 0.8));
    }
}
