namespace TensorDsl.Ilgpu;

/// <summary>A product with kernels for tensor cores beside the portable one.</summary>
public interface ITensorProduct : IProduct, ITensorKernel;

/// <summary>How products are shared out on tensor cores.</summary>
public static class TensorProducts
{
    /// <summary>The fewest columns and terms of a product for them; up to <see cref="SkinnyProducts.MostRows"/> rows have a kernel of their own.</summary>
    public const int Least = 16;
}
