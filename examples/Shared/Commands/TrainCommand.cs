using System.CommandLine;
using TensorDsl.Checkpoints;
using TensorDsl.Examples.Reporting;
using TensorDsl.Training;

namespace TensorDsl.Examples.Commands;

/// <summary><c>train</c>: learns until the last step or Ctrl-C, and saves checkpoints to go on from.</summary>
/// <param name="program">The program's name.</param>
/// <param name="description">What it learns from.</param>
/// <param name="folder">Where checkpoints go without --out.</param>
/// <param name="steps">Steps without --steps.</param>
/// <param name="evaluateEvery">Steps between evaluations without --eval-every.</param>
internal abstract class TrainCommand(string program, string description, string folder, long steps, long evaluateEvery)
{
    private readonly Option<long> _steps = Options.Whole("--steps", "Steps of the whole run.", 1, steps, max: int.MaxValue);
    private readonly Option<long> _seed = Options.Whole("--seed", "Draws the initial parameters and the batches.", 0, 1337);
    private readonly Option<string?> _out = Options.Out(folder);
    private readonly Option<bool> _resume = Options.Switch("--resume", "Go on from the checkpoint in --out; --steps and --seed are taken from it.");
    private readonly Option<bool> _overwrite = Options.Switch("--overwrite", "Start over where --out has a checkpoint already.");
    private readonly Option<long> _evaluateEvery = Options.Whole("--eval-every", "Steps between evaluations, each of which saves a checkpoint.", 1, evaluateEvery);
    private readonly Option<bool> _json = Options.Switch("--json", "Print nothing but one JSON object per evaluation, and a last one.");
    private readonly HardwareOptions _hardware = new();

    /// <summary>The command's options that say what is learned from, which are part of the command that resumes.</summary>
    protected abstract IReadOnlyList<Option<string?>> Data { get; }

    public Command Command()
    {
        var command = new Command("train", $"{description} Ctrl-C saves a checkpoint and exits with code 130; --resume goes on.");
        foreach (Option option in (Option[])[.. Data, _steps, _seed, _out, _resume, _overwrite, _evaluateEvery, _json, .. _hardware.All])
            command.Add(option);
        command.SetAction(Run);
        return command;
    }

    /// <summary>Makes the model and reads what it learns from.</summary>
    protected abstract TrainingRun Prepare(ParseResult line, Hardware hardware, long steps, long seed);

    private int Run(ParseResult line)
    {
        string path = CheckpointFiles.In(line.GetValue(_out)!);
        CheckPath(path, line.GetValue(_resume), line.GetValue(_overwrite));
        var (steps, seed) = line.GetValue(_resume) ? FromCheckpoint(line, path) : (line.GetValue(_steps), line.GetValue(_seed));
        using var hardware = _hardware.Choose(line);
        using var run = Prepare(line, hardware, steps, seed);
        var report = Report.Choose(line.GetValue(_json));
        var options = run.Options with { Seed = seed, EvaluateEvery = line.GetValue(_evaluateEvery), ReportEvery = report.Every };
        using var trainer = new Trainer(run.Task, options, path);
        if (line.GetValue(_resume))
            trainer.Resume();
        Checkpoint.EnsureWritable(path);

        report.Begin(run.Task.Model.Parameters.Count, run.Data, trainer.Step, steps);
        using var signals = new StopSignals();
        if (!report.Run(progress => trainer.Run(progress, signals.Token)))
        {
            Console.Error.WriteLine($"Stopped at step {trainer.Step} of {steps}, saved in {path}. Go on with: {ResumeCommand(line)}");
            return EntryPoint.Stopped;
        }

        report.End();
        if (!line.GetValue(_json))
        {
            Console.WriteLine($"The checkpoint is {path}. {run.ResultTitle}:");
            trainer.SwapAverage();
            run.ShowResult();
            trainer.SwapAverage();
        }

        return EntryPoint.Done;
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
    private (long Steps, long Seed) FromCheckpoint(ParseResult line, string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return (line.IsGiven(_steps) ? line.GetValue(_steps) : checkpoint.Whole(TrainingMetadata.Steps),
            line.IsGiven(_seed) ? line.GetValue(_seed) : checkpoint.Whole(TrainingMetadata.Seed));
    }

    // `dotnet run` starts an executable that no search path knows.
    private string Executable => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == program
        ? Quoted(path)
        : program;

    private string ResumeCommand(ParseResult line) => string.Concat(
        [$"{Executable} train --resume --out {Quoted(line.GetValue(_out)!)}",
        .. Data.Where(option => line.IsGiven(option)).Select(option => $" {option.Name} {Quoted(line.GetValue(option)!)}")]);

    private static string Quoted(string path) => path.Contains(' ') ? $"\"{path}\"" : path;
}
