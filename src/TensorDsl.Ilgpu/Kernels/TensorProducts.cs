namespace TensorDsl.Ilgpu;

/// <summary>A product with kernels for tensor cores beside the portable one.</summary>
public interface ITensorProduct : IProduct, ITensorKernel
{
    /// <summary>Whether both operands are in memory in bfloat16.</summary>
    bool IsRounded { get; }

    /// <summary>What each thread does then.</summary>
    void RunRounded();
}

/// <summary>A product of operands in bfloat16.</summary>
public readonly struct RoundedKernel<TKernel>(TKernel kernel) : IKernel
    where TKernel : struct, ITensorProduct
{
    /// <inheritdoc/>
    public void Run() => kernel.RunRounded();
}

/// <summary>How products are shared out on tensor cores.</summary>
public static class TensorProducts
{
    /// <summary>The fewest columns and terms of a product for them; up to <see cref="SkinnyProducts.MostRows"/> rows have a kernel of their own.</summary>
    public const int Least = 16;
}
