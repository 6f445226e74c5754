namespace TensorDsl.Ilgpu;

/// <summary>What a product runs on.</summary>
/// <param name="Kernel">The product's kernel, by the model's name.</param>
/// <param name="M">Rows.</param>
/// <param name="N">Columns.</param>
/// <param name="K">Terms of a sum.</param>
/// <param name="Batch">How often it is repeated.</param>
/// <param name="On"><c>kernel for few rows</c>, <c>portable kernel</c>, <c>tensor cores</c>, or the library's name.</param>
/// <param name="KernelMilliseconds">What the product's own kernel took; null where nothing was measured.</param>
/// <param name="LibraryMilliseconds">What the library took, with the maps that follow; null where nothing was measured.</param>
public sealed record ProductChoice(string Kernel, int M, int N, int K, int Batch, string On, double? KernelMilliseconds, double? LibraryMilliseconds);
