namespace TensorDsl.Training;

/// <summary>What an optimiser works on.</summary>
internal readonly record struct AdamWArenas(ParameterSet Parameters, ParameterSet Gradients, ParameterSet First, ParameterSet Second);

/// <summary>The numbers of one step of <see cref="AdamW"/> that do not depend on the steps before.</summary>
/// <param name="Beta1">How much of the mean gradient is kept.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Added to the root of the mean square.</param>
/// <param name="Scale">A factor on all gradients.</param>
/// <param name="MaxNorm">The norm that they are scaled down to.</param>
/// <param name="LearningRate">The step size.</param>
internal readonly record struct AdamWStep(float Beta1, float Beta2, float Epsilon, float Scale, float MaxNorm, float LearningRate);

/// <summary>The bias correction of one step of <see cref="AdamW"/>.</summary>
/// <param name="First">The first moment's.</param>
/// <param name="InverseRootSecond">One over the root of the second moment's.</param>
internal readonly record struct AdamWCorrection(double First, float InverseRootSecond)
{
    /// <summary>That of the step with this number, the first being 1.</summary>
    public static AdamWCorrection At(long step, float beta1, float beta2) =>
        new(1 - Math.Pow(beta1, step), (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step))));
}

/// <summary>What became of the steps that a device was asked for since its count began.</summary>
/// <param name="Steps">The updates made.</param>
/// <param name="Skipped">The steps that changed nothing.</param>
/// <param name="Norm">The norm at the last one.</param>
internal readonly record struct AdamWOutcome(int Steps, int Skipped, float Norm);

/// <summary>The update of <see cref="AdamW"/> on a device.</summary>
internal interface IDeviceAdamW : IDisposable
{
    /// <summary>Begins to count steps, and steps skipped, from 0; so many updates were made before.</summary>
    void Begin(long steps);

    /// <summary>Asks for a step, which clips and updates unless the norm is not finite, and does not wait for it.</summary>
    void Step(in AdamWStep step);

    /// <summary>Waits for all steps.</summary>
    AdamWOutcome Outcome();
}
