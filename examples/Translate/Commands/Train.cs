using System.CommandLine;
using System.Globalization;
using TensorDsl.Examples.Commands;
using TensorDsl.Text;
using TensorDsl.Training;
using TranslateExample.Models;
using TranslateExample.Translating;

namespace TranslateExample.Commands;

/// <summary><c>train</c>: learns from the SDK's messages and their translations.</summary>
internal sealed class Train() : TrainCommand(
    "Translate", "Learn to translate from the messages of the .NET SDK.", Sources.DefaultFolder, steps: 6000, evaluateEvery: 500)
{
    private const int Shown = 3;
    private const int Scored = 200;

    private static readonly Option<string?> Language = Sources.Language();
    private static readonly Option<string> Form = Sources.Form();

    protected override IReadOnlyList<Option<string?>> Data => [Language, Form!];

    protected override TrainingRun Prepare(ParseResult line, Hardware hardware, long steps, long seed)
    {
        var data = Sources.Split(line.GetValue(Language)!);
        var vocabulary = BytePairEncoding.Learn(data.Training.SelectMany(pair => (string[])[pair.Source, pair.Target]), Vocabulary.Size, Vocabulary.Reserved);
        var model = Forms.Create(line.GetValue(Form)!, hardware, (ulong)seed);
        try
        {
            var task = new TranslationTask(model, data, vocabulary, seed);
            var options = new TrainingOptions
            {
                Schedule = new InverseSquareRootSchedule(model.Width, Math.Max(1, Math.Min(400, steps / 10)), steps, Factor: 0.5),
                Optimizer = new AdamWOptions(Beta2: 0.98f, Epsilon: 1e-9f, WeightDecay: 0.01f),
                AverageDecay = 0.99,
            };
            string words = string.Create(CultureInfo.InvariantCulture, $"{task.Count:N0} sentence pairs to learn from, {data.HeldOut.Count:N0} held out");
            return new TrainingRun(task, options, words, "Held-out sentences", () => Show(new SentenceTranslator(model, vocabulary), data, (ulong)seed));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Show(SentenceTranslator translator, ParallelSplit data, ulong seed)
    {
        foreach (var pair in Sample.Of([.. data.HeldOut.Where(pair => pair.Source.Length < 80)], Shown, seed))
            Console.WriteLine($"{pair.Source}\n  model:  {translator.Translate(pair.Source)}\n  person: {pair.Target}");
        Console.WriteLine(Quality.Of(translator, Sample.Of(data.HeldOut, Scored, seed)));
    }
}
