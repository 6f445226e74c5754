using static TensorDsl.Training.TrainingOptions;

namespace TensorDsl.Training;

/// <summary>
/// Linear warm-up, then as one over the root of the step: Factor · DModel^−½ · min(n^−½, n · WarmUpSteps^−3⁄2) at the n-th
/// step, counted from 1 (Vaswani et al.: Attention Is All You Need, 2017, section 5.3).
/// </summary>
/// <param name="DModel">The width of the model.</param>
/// <param name="WarmUpSteps">Steps of warm-up, 1 or more; the rate is highest at the last of them.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Factor">A factor on every rate; 1 in the paper.</param>
public sealed record InverseSquareRootSchedule(int DModel, long WarmUpSteps, long TotalSteps, double Factor = 1) : LearningRateSchedule(TotalSteps)
{
    /// <inheritdoc/>
    public override double At(long step)
    {
        double n = step + 1;
        return Factor * Math.Min(1 / Math.Sqrt(n), n * Math.Pow(WarmUpSteps, -1.5)) / Math.Sqrt(DModel);
    }

    internal override void Validate()
    {
        Require(DModel >= 1, nameof(DModel), DModel, "1 or more");
        Require(WarmUpSteps >= 1, nameof(WarmUpSteps), WarmUpSteps, "1 or more");
        Require(double.IsFinite(Factor) && Factor >= 0, nameof(Factor), Factor, "a number of 0 or more");
    }

    internal override IEnumerable<(string Name, IFormattable Value)> Constants() =>
        [("d_model", DModel), ("warm_up_steps", WarmUpSteps), ("factor", Factor)];
}
