using ILGPU;
using ILGPU.Runtime.CPU;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>The suite on ILGPU's CPU accelerator: what ILGPU reads of the kernels, run by a simulator.</summary>
public sealed class SimulatorSuite : DeviceSuite
{
    /// <summary>A device with groups of 256 threads; smaller ones where kernels work with any, because barriers are slow.</summary>
    public static GpuDevice Create(Precision precision = Precision.Float32, bool roundsWeights = false)
    {
        var context = Context.Create(builder => builder.CPU(new CPUDevice(16, 16, 1)).Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive));
        return new IlgpuDevice(context, context.GetCPUDevice(0).CreateAccelerator(context), "It is for tests.", largestGroup: 16, precision)
        {
            RoundsWeights = roundsWeights,
        };
    }

    [Fact]
    public void WithoutTensorCoresProductsAreInFloat32()
    {
        using var device = Create(Precision.Tf32);
        Assert.False(device.HasTensorCores);
        Assert.Equal(Precision.Float32, device.Precision);
        Agreement.Check<OneProduct>(new { M = 5 }, device: device);
    }

    protected override Device NewDevice() => Create();
}

/// <summary>Training on the simulator.</summary>
public sealed class SimulatorTrainingSuite : TrainingSuite
{
    protected override Device NewDevice() => SimulatorSuite.Create();
}

/// <summary>Products of few rows on the simulator.</summary>
public sealed class SimulatorSkinnyProductSuite : SkinnyProductSuite
{
    protected override Device NewDevice(bool roundsWeights) => SimulatorSuite.Create(roundsWeights: roundsWeights);
}
