namespace TensorDsl.Training;

/// <summary>
/// Linear warm-up, then half a cosine wave from <paramref name="Maximum"/> down to <paramref name="Minimum"/>
/// (Loshchilov, Hutter: SGDR, 2017), without restarts.
/// </summary>
/// <param name="Maximum">The rate at the end of the warm-up.</param>
/// <param name="Minimum">The rate from <paramref name="TotalSteps"/> on.</param>
/// <param name="WarmUpSteps">Steps of warm-up; 0 for none.</param>
/// <param name="TotalSteps">The step at which the minimum is reached.</param>
public sealed record LearningRateSchedule(double Maximum, double Minimum, long WarmUpSteps, long TotalSteps)
{
    /// <summary>The rate of one step, the first being 0: Maximum · (step + 1) / (WarmUpSteps + 1) while it warms up.</summary>
    public double At(long step)
    {
        if (step < WarmUpSteps)
            return Maximum * (step + 1) / (WarmUpSteps + 1);
        if (step >= TotalSteps)
            return Minimum;

        double progress = (double)(step - WarmUpSteps) / (TotalSteps - WarmUpSteps);
        return Minimum + ((Maximum - Minimum) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
