using static TensorDsl.Training.TrainingOptions;

namespace TensorDsl.Training;

/// <summary>Linear warm-up, then one rate.</summary>
/// <param name="Rate">The rate after the warm-up.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="WarmUpSteps">Steps of warm-up; 0 for none.</param>
public sealed record ConstantSchedule(double Rate, long TotalSteps, long WarmUpSteps = 0) : LearningRateSchedule(TotalSteps)
{
    /// <summary>The rate of one step, the first being 0: Rate · (step + 1) / (WarmUpSteps + 1) while it warms up.</summary>
    public override double At(long step) => step < WarmUpSteps ? Rate * (step + 1) / (WarmUpSteps + 1) : Rate;

    internal override void Validate()
    {
        Require(double.IsFinite(Rate) && Rate >= 0, nameof(Rate), Rate, "a number of 0 or more");
        Require(WarmUpSteps >= 0, nameof(WarmUpSteps), WarmUpSteps, "0 or more");
    }

    internal override IEnumerable<(string Name, IFormattable Value)> Constants() => [("rate", Rate), ("warm_up_steps", WarmUpSteps)];
}
