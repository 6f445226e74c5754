using System.Globalization;
using TensorDsl.Training;

namespace TensorDsl.Examples.Reporting;

/// <summary>The lines that a run prints.</summary>
internal static class Wording
{
    public static string Begin(long parameters, string data, long step, long steps) => Invariant(
        $"{parameters:N0} parameters; {data}; steps {step + 1} to {steps}");

    public static string Step(TrainingStep step) => Invariant(
        $"step {step.Step}/{step.Steps}  batch loss {step.Loss:F4}  {step.TokensPerSecond:N0} tokens/s  ETA {Time(step.Remaining)}");

    public static string Evaluation(TrainingEvaluation evaluation) => Invariant(
        $"step {evaluation.Step}  train loss {evaluation.TrainingLoss:F4}  val loss {evaluation.ValidationLoss:F4}  {evaluation.TokensPerSecond:N0} tokens/s");

    /// <summary>Short enough for a terminal of 80 columns with a bar beside it.</summary>
    public static string Live(TrainingStep step, double loss, double? validationLoss) => Invariant(
        $"step {step.Step}/{step.Steps} train {loss:F3} val {validationLoss?.ToString("F3", CultureInfo.InvariantCulture) ?? "-----"} {step.TokensPerSecond:N0} tokens/s ETA {Time(step.Remaining)}");

    private static string Time(TimeSpan time) => Invariant($"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
