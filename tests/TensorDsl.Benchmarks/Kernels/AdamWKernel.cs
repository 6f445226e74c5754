using System.Diagnostics.CodeAnalysis;
using TensorDsl.Cpu;
using TensorDsl.Training;

namespace TensorDsl.Benchmarks;

/// <summary>The gradient's norm, clipping and the update of all parameters.</summary>
internal sealed class AdamWKernel : Kernel
{
    private readonly AdamW _optimizer;

    [SetsRequiredMembers]
    public AdamWKernel(ParameterSet parameters, ParameterSet gradients)
    {
        _optimizer = new AdamW(parameters, gradients, new AdamWOptions());
        Name = "clip and AdamW";
        Shape = $"{parameters.Length} parameters";
        Count = 1;

        // The gradients twice, parameters and both moments read and written.
        Bytes = 8.0 * sizeof(float) * parameters.Length;
    }

    public override void Dispose() => _optimizer.Dispose();

    protected override void Run(Team team)
    {
        // A learning rate of 0 leaves the parameters as they are and costs the same.
        for (int i = 0; i < Sets; i++)
            _optimizer.Step(team, 0);
    }
}
