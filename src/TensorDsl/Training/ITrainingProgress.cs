namespace TensorDsl.Training;

/// <summary>Is told how a run goes, on the thread that trains.</summary>
public interface ITrainingProgress
{
    /// <summary>A step was made.</summary>
    void Stepped(TrainingStep step);

    /// <summary>The model was evaluated.</summary>
    void Evaluated(TrainingEvaluation evaluation);
}

/// <summary>One step of a run.</summary>
/// <param name="Step">Steps made so far, this one included.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Loss">The batch's mean cross-entropy before the step, in nats per token.</param>
/// <param name="LearningRate">The rate of this step.</param>
/// <param name="GradientNorm">The gradient's norm before it was clipped.</param>
/// <param name="TokensPerSecond">The speed of late, evaluations left out.</param>
/// <param name="Remaining">How long the steps to come will take at this speed.</param>
public readonly record struct TrainingStep(
    long Step, long Steps, float Loss, double LearningRate, float GradientNorm, double TokensPerSecond, TimeSpan Remaining);

/// <summary>One evaluation, see <see cref="Evaluation.Sampled"/>.</summary>
/// <param name="Step">Steps made so far.</param>
/// <param name="TrainingLoss">On windows of the part that is learned from, in nats per token.</param>
/// <param name="ValidationLoss">On windows of the part that is not, in nats per token.</param>
/// <param name="TokensPerSecond">The speed since the evaluation before, evaluations left out; 0 when there was no step.</param>
public readonly record struct TrainingEvaluation(long Step, double TrainingLoss, double ValidationLoss, double TokensPerSecond);
