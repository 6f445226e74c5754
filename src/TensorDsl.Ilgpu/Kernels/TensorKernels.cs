namespace TensorDsl.Ilgpu;

/// <summary>A kernel with versions for tensor cores beside the portable one; they take the same arguments.</summary>
public interface ITensorKernel : IKernel
{
    /// <summary>What each thread does where operands are rounded to TF32.</summary>
    void RunTf32();

    /// <summary>What each thread does where operands are rounded to bfloat16.</summary>
    void RunBFloat16();
}

/// <summary>A kernel in TF32.</summary>
public readonly struct Tf32Kernel<TKernel>(TKernel kernel) : IKernel
    where TKernel : struct, ITensorKernel
{
    /// <inheritdoc/>
    public void Run() => kernel.RunTf32();
}

/// <summary>A kernel in bfloat16.</summary>
public readonly struct BFloat16Kernel<TKernel>(TKernel kernel) : IKernel
    where TKernel : struct, ITensorKernel
{
    /// <inheritdoc/>
    public void Run() => kernel.RunBFloat16();
}

/// <summary>How kernels are asked for on tensor cores.</summary>
public static class TensorKernels
{
    /// <summary>The threads of a group: four warps.</summary>
    public const int Threads = 128;

    /// <summary>Asks for a kernel in the device's precision if that is one of tensor cores; says whether it is.</summary>
    public static bool Launch<TKernel>(GpuDevice device, in TKernel kernel, int groups)
        where TKernel : struct, ITensorKernel
    {
        ArgumentNullException.ThrowIfNull(device);
        switch (device.Precision)
        {
            case Precision.Tf32:
                device.Launch(new Tf32Kernel<TKernel>(kernel), groups, Threads);
                return true;
            case Precision.BFloat16:
                device.Launch(new BFloat16Kernel<TKernel>(kernel), groups, Threads);
                return true;
            default:
                return false;
        }
    }
}
