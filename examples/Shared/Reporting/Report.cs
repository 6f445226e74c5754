using Spectre.Console;
using TensorDsl.Training;

namespace TensorDsl.Examples.Reporting;

/// <summary>Tells the user how a run goes.</summary>
internal abstract class Report : ITrainingProgress
{
    /// <summary>JSON when asked for, a live line on a terminal, plain lines elsewhere.</summary>
    public static Report Choose(bool json)
    {
        if (json)
            return new JsonReport(Console.Out);
        var capabilities = AnsiConsole.Profile.Capabilities;
        return !Console.IsOutputRedirected && capabilities.Interactive && capabilities.Ansi
            ? new LiveReport(AnsiConsole.Console)
            : new PlainReport(Console.Out);
    }

    /// <summary>Before the first step.</summary>
    /// <param name="parameters">How many parameters are trained.</param>
    /// <param name="data">What on, in words.</param>
    /// <param name="step">Steps made so far.</param>
    /// <param name="steps">Steps of the whole run.</param>
    public abstract void Begin(long parameters, string data, long step, long steps);

    /// <summary>Runs the training, which reports to what it is handed.</summary>
    public virtual bool Run(Func<ITrainingProgress, bool> train) => train(this);

    /// <summary>Every how many steps one is told about; evaluations are told about in any case.</summary>
    public virtual long Every => 1;

    public abstract void Stepped(TrainingStep step);

    public abstract void Evaluated(TrainingEvaluation evaluation);

    /// <summary>After the last step, not when the run was stopped.</summary>
    public abstract void End();
}
