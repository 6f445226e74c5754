using static TensorDsl.Training.TrainingOptions;

namespace TensorDsl.Training;

/// <summary>
/// Linear warm-up, then half a cosine wave from <paramref name="Maximum"/> down to <paramref name="Minimum"/>
/// (Loshchilov, Hutter: SGDR, 2017), without restarts.
/// </summary>
/// <param name="Maximum">The rate at the end of the warm-up.</param>
/// <param name="Minimum">The rate from <paramref name="TotalSteps"/> on.</param>
/// <param name="WarmUpSteps">Steps of warm-up; 0 for none.</param>
/// <param name="TotalSteps">The step at which the minimum is reached.</param>
public sealed record CosineSchedule(double Maximum, double Minimum, long WarmUpSteps, long TotalSteps) : LearningRateSchedule(TotalSteps)
{
    /// <summary>The rate of one step, the first being 0: Maximum · (step + 1) / (WarmUpSteps + 1) while it warms up.</summary>
    public override double At(long step)
    {
        if (step < WarmUpSteps)
            return Maximum * (step + 1) / (WarmUpSteps + 1);
        if (step >= TotalSteps)
            return Minimum;

        double progress = (double)(step - WarmUpSteps) / (TotalSteps - WarmUpSteps);
        return Minimum + ((Maximum - Minimum) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }

    internal override void Validate()
    {
        Require(double.IsFinite(Maximum) && Maximum >= 0, nameof(Maximum), Maximum, "a number of 0 or more");
        Require(Minimum >= 0 && Minimum <= Maximum, nameof(Minimum), Minimum, "from 0 to the maximum");
        Require(WarmUpSteps >= 0 && WarmUpSteps <= TotalSteps, nameof(WarmUpSteps), WarmUpSteps, "from 0 to the number of steps");
    }

    internal override IEnumerable<(string Name, IFormattable Value)> Constants() =>
        [("maximum", Maximum), ("minimum", Minimum), ("warm_up_steps", WarmUpSteps)];
}
