namespace TensorDsl.Training;

/// <summary>The constants of <see cref="AdamW"/>.</summary>
/// <param name="Beta1">How much of the mean gradient is kept from step to step.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Added to the root of the mean square; greater than 0.</param>
/// <param name="WeightDecay">Share of a decaying parameter taken off per step, times the learning rate.</param>
/// <param name="MaxGradientNorm">The norm that all gradients together are scaled down to; null or infinity for none.</param>
public sealed record AdamWOptions(
    float Beta1 = 0.9f, float Beta2 = 0.99f, float Epsilon = 1e-8f, float WeightDecay = 0.1f, float? MaxGradientNorm = 1f);
