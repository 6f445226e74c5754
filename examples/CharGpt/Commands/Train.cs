using System.CommandLine;
using CharGptExample.Reporting;
using TensorDsl.Checkpoints;
using TensorDsl.Training;

namespace CharGptExample.Commands;

/// <summary><c>train</c>: learns from a text, until the last step or Ctrl-C.</summary>
internal static class Train
{
    private const int Stopped = 130;

    private static readonly Option<string?> Text = Options.Text();
    private static readonly Option<long> Steps = Options.Whole("--steps", "Steps of the whole run.", 1, 2000, max: int.MaxValue);
    private static readonly Option<long> Seed = Options.Whole("--seed", "Draws the initial parameters and the batches.", 0, 1337);
    private static readonly Option<string?> Out = Options.Out();
    private static readonly Option<bool> Resume = Options.Switch("--resume", "Go on from the checkpoint in --out; --steps and --seed are taken from it.");
    private static readonly Option<bool> Overwrite = Options.Switch("--overwrite", "Start over where --out has a checkpoint already.");
    private static readonly Option<long> EvaluateEvery = Options.Whole("--eval-every", "Steps between evaluations, each of which saves a checkpoint.", 1, 250);
    private static readonly Option<bool> Json = Options.Switch("--json", "Print nothing but one JSON object per evaluation, and a last one.");
    private static readonly Option<long> Threads = Options.Threads();

    public static Command Command()
    {
        var command = new Command("train", "Learn from a text. Ctrl-C saves a checkpoint and exits with code 130; --resume goes on.")
        {
            Text, Steps, Seed, Out, Resume, Overwrite, EvaluateEvery, Json, Threads,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        string path = Sources.CheckpointIn(line.GetValue(Out)!);
        CheckPath(path, line.GetValue(Resume), line.GetValue(Overwrite));
        var (steps, seed) = line.GetValue(Resume) ? FromCheckpoint(line, path) : (line.GetValue(Steps), line.GetValue(Seed));
        using var model = ModelFactory.Create((int)line.GetValue(Threads), seed);
        var text = Sources.Split(line.GetValue(Text), model.Context);
        var options = new TrainingOptions
        {
            Schedule = new CosineSchedule(1e-3, 1e-4, WarmUpSteps: Math.Min(100, steps / 10), steps),
            Seed = seed,
            EvaluateEvery = line.GetValue(EvaluateEvery),
        };
        using var trainer = new Trainer(model, text, options, path);
        if (line.GetValue(Resume))
            trainer.Resume();
        Checkpoint.EnsureWritable(path);

        var report = Report.Choose(line.GetValue(Json));
        report.Begin(model.Parameters.Count, text, trainer.Step, steps);
        using var signals = new StopSignals();
        if (!report.Run(progress => trainer.Run(progress, signals.Token)))
        {
            Console.Error.WriteLine($"Stopped at step {trainer.Step} of {steps}, saved in {path}. Go on with: {ResumeCommand(line)}");
            return Stopped;
        }

        report.End();
        if (!line.GetValue(Json))
        {
            Console.WriteLine($"The checkpoint is {path}. A sample:");
            Writer.Write(model, "\n", length: 300, new(seed: 1, temperature: 0.8));
        }

        return 0;
    }

    private static void CheckPath(string path, bool resume, bool overwrite)
    {
        if (resume && overwrite)
            throw new UsageException("Give either --resume or --overwrite, not both.");
        if (resume && !File.Exists(path))
            throw new UsageException($"There is nothing to resume: the checkpoint '{path}' does not exist.");
        if (!resume && !overwrite && File.Exists(path))
            throw new UsageException($"The checkpoint '{path}' exists already: go on with --resume, start over with --overwrite, or choose another --out.");
    }

    // What is not on the command line is the interrupted run's; what is must agree with it, which the trainer checks.
    private static (long Steps, long Seed) FromCheckpoint(ParseResult line, string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return (line.IsGiven(Steps) ? line.GetValue(Steps) : checkpoint.Whole(TrainingMetadata.Steps),
            line.IsGiven(Seed) ? line.GetValue(Seed) : checkpoint.Whole(TrainingMetadata.Seed));
    }

    private static string ResumeCommand(ParseResult line)
    {
        string command = $"CharGpt train --resume --out {Quoted(line.GetValue(Out)!)}";
        return line.GetValue(Text) is { } text ? $"{command} --text {Quoted(text)}" : command;
    }

    private static string Quoted(string path) => path.Contains(' ') ? $"\"{path}\"" : path;
}
