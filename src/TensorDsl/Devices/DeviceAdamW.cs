namespace TensorDsl.Training;

/// <summary>What an optimiser works on.</summary>
internal readonly record struct AdamWArenas(ParameterSet Parameters, ParameterSet Gradients, ParameterSet First, ParameterSet Second);

/// <summary>The numbers of one step of <see cref="AdamW"/>.</summary>
/// <param name="Beta1">How much of the mean gradient is kept.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Added to the root of the mean square.</param>
/// <param name="Scale">A factor on all gradients.</param>
/// <param name="MaxNorm">The norm that they are scaled down to.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="Correction">The first moment's bias correction.</param>
/// <param name="RootCorrection">One over the root of the second moment's bias correction.</param>
internal readonly record struct AdamWStep(
    float Beta1, float Beta2, float Epsilon, float Scale, float MaxNorm, float LearningRate, double Correction, float RootCorrection);

/// <summary>The update of <see cref="AdamW"/> on a device.</summary>
internal interface IDeviceAdamW : IDisposable
{
    /// <summary>Clips and updates, unless the norm is not finite; returns the norm.</summary>
    float Step(in AdamWStep step);
}
