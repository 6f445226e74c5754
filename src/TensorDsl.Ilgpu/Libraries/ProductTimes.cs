using System.Numerics;

namespace TensorDsl.Ilgpu;

/// <summary>
/// What products are told apart by: the kernel, which knows constant sizes, layouts and maps, which of its versions runs, and sizes that are
/// counted then, rounded up to a power of two, lest each new length of a text be measured.
/// </summary>
internal readonly record struct ProductShape(Type Kernel, ProductSizes Sizes, bool IsTiny, bool IsRounded)
{
    public static ProductShape Of(Type kernel, in MatrixProduct product) => new(
        kernel, new ProductSizes(Round(product.M), Round(product.N), Round(product.K), Round(product.Batch)), product.Sizes.IsTiny, product.IsRounded);

    private static int Round(int size) => size > 1 << 30 ? int.MaxValue : (int)BitOperations.RoundUpToPowerOf2((uint)size);
}

/// <summary>Rows, columns, terms, and how often.</summary>
internal readonly record struct ProductSizes(int M, int N, int K, int Batch)
{
    /// <summary>Whether kernels compute it in float32 whatever was asked for.</summary>
    public bool IsTiny => M <= SkinnyProducts.MostRows || Math.Min(N, K) < TensorProducts.Least;
}

/// <summary>What was measured of the first product of a shape.</summary>
/// <param name="Sizes">Its sizes.</param>
/// <param name="Kernel">What its own kernel took, in milliseconds; NaN where nothing was measured.</param>
/// <param name="Library">What the library took.</param>
internal sealed record ProductTimes(ProductSizes Sizes, double Kernel, double Library)
{
    public bool IsLibraryFaster => Library < Kernel;

    /// <summary>Nothing was measured.</summary>
    public static ProductTimes None(in MatrixProduct product) => new(product.Sizes, double.NaN, double.NaN);

    /// <summary>The same as users see it.</summary>
    public ProductChoice Choice(Type kernel, string on)
    {
        bool isMeasured = !double.IsNaN(Kernel) && !double.IsNaN(Library);
        return new ProductChoice(
            $"{kernel.DeclaringType?.Name}.{kernel.Name}", Sizes.M, Sizes.N, Sizes.K, Sizes.Batch, on, isMeasured ? Kernel : null, isMeasured ? Library : null);
    }
}
