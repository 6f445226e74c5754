using static TensorDsl.Training.TrainingOptions;

namespace TensorDsl.Training;

/// <summary>The constants of <see cref="AdamW"/>.</summary>
/// <param name="Beta1">How much of the mean gradient is kept from step to step.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Added to the root of the mean square; greater than 0.</param>
/// <param name="WeightDecay">Share of a decaying parameter taken off per step, times the learning rate.</param>
/// <param name="MaxGradientNorm">The norm that all gradients together are scaled down to; null or infinity for none.</param>
public sealed record AdamWOptions(
    float Beta1 = 0.9f, float Beta2 = 0.99f, float Epsilon = 1e-8f, float WeightDecay = 0.1f, float? MaxGradientNorm = 1f)
{
    /// <summary>What is trained otherwise; the first group whose pattern matches a parameter counts.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>Throws where a constant is out of range.</summary>
    internal void Validate()
    {
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 to below 1");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 to below 1");
        Require(Epsilon > 0 && float.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "above 0");
        Require(WeightDecay >= 0 && float.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
        Require(MaxGradientNorm is null or > 0, nameof(MaxGradientNorm), MaxGradientNorm ?? 0, "above 0, or null");
        foreach (var group in Groups)
        {
            Require(group.LearningRate >= 0 && float.IsFinite(group.LearningRate), $"{nameof(group.LearningRate)} of '{group.Pattern}'", group.LearningRate, "0 or more");
            Require(group.WeightDecay is not { } decay || (decay >= 0 && float.IsFinite(decay)), $"{nameof(WeightDecay)} of '{group.Pattern}'", group.WeightDecay ?? 0, "0 or more, or null");
        }
    }
}
