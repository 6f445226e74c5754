namespace TensorDsl.Ilgpu;

/// <summary>A product with kernels for tensor cores beside the portable one; they take the same arguments.</summary>
public interface ITensorProduct : IProduct
{
    /// <summary>What each thread does where operands are rounded to TF32.</summary>
    void RunTf32();

    /// <summary>What each thread does where operands are rounded to bfloat16.</summary>
    void RunBFloat16();
}

/// <summary>How products are shared out on tensor cores.</summary>
public static class TensorProducts
{
    /// <summary>The threads of a group: four warps.</summary>
    public const int Threads = 128;

    /// <summary>The fewest columns and terms of a product for them; up to <see cref="SkinnyProducts.MostRows"/> rows have a kernel of their own.</summary>
    public const int Least = 16;
}

/// <summary>A product in TF32.</summary>
public readonly struct Tf32Product<TKernel>(TKernel kernel) : IKernel
    where TKernel : struct, ITensorProduct
{
    /// <inheritdoc/>
    public void Run() => kernel.RunTf32();
}

/// <summary>A product in bfloat16.</summary>
public readonly struct BFloat16Product<TKernel>(TKernel kernel) : IKernel
    where TKernel : struct, ITensorProduct
{
    /// <inheritdoc/>
    public void Run() => kernel.RunBFloat16();
}
