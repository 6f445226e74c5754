namespace TensorDsl.Ilgpu;

/// <summary>
/// A kernel with its arguments: a struct whose fields are views of a device's memory, sizes and keys, which is handed to the
/// device as one argument. Kernels are compiled by ILGPU, so they allocate nothing, throw nothing and know no lambdas.
/// </summary>
public interface IKernel
{
    /// <summary>What each thread of each group does.</summary>
    void Run();
}

/// <summary>What a device starts.</summary>
public static class KernelEntry
{
    /// <summary>Runs one thread of a kernel.</summary>
    public static void Run<TKernel>(TKernel kernel)
        where TKernel : struct, IKernel => kernel.Run();
}
