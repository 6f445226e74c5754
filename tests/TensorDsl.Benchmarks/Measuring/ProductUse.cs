namespace TensorDsl.Benchmarks;

/// <summary>What a product ran on.</summary>
/// <param name="Kernel">Its kernel, by the model's name.</param>
/// <param name="M">Rows.</param>
/// <param name="N">Columns.</param>
/// <param name="K">Terms of a sum.</param>
/// <param name="Batch">How often it is repeated.</param>
/// <param name="On">One of its own kernels, or a library.</param>
/// <param name="KernelMs">What its own kernel took when both were measured, in milliseconds.</param>
/// <param name="LibraryMs">What the library took.</param>
internal sealed record ProductUse(string Kernel, int M, int N, int K, int Batch, string On, double? KernelMs, double? LibraryMs);
