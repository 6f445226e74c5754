using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// A product of plain matrices that a library may compute as well. The maps that follow are then a kernel of their own. It may
/// run again with the same operands, because it reads nothing that it stores.
/// </summary>
public interface IMatrixProduct : ITensorProduct
{
    /// <summary>Where the matrices lie; it is for the host.</summary>
    MatrixProduct Matrices { get; }

    /// <summary>What a thread for each element does with the sum that a library left in the result's place.</summary>
    void RunEpilogue();
}

/// <summary>Matrices C (m, n) = A (m, k) · B (k, n), a number of times.</summary>
/// <param name="M">Rows of the result.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="K">Terms of a sum.</param>
/// <param name="Batch">How often.</param>
/// <param name="HasEpilogue">Whether maps, or a rounding, follow.</param>
/// <param name="A">The first operand.</param>
/// <param name="B">The second operand.</param>
/// <param name="C">The result.</param>
public readonly record struct MatrixProduct(int M, int N, int K, int Batch, bool HasEpilogue, StridedMatrix A, StridedMatrix B, StridedMatrix C)
{
    /// <summary>Its sizes alone.</summary>
    internal ProductSizes Sizes => new(M, N, K, Batch);

    /// <summary>Whether both operands are in memory in bfloat16.</summary>
    internal bool IsRounded => A.Rounded.Length > 0 && B.Rounded.Length > 0;
}

/// <summary>A matrix in a device's memory, and those that follow it.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Offset">The first element's place.</param>
/// <param name="RowStride">Elements from one row to the next.</param>
/// <param name="ColumnStride">Elements from one column to the next.</param>
/// <param name="BatchStride">Elements from one matrix to the next.</param>
/// <param name="Rounded">The same memory in bfloat16, if there is such.</param>
public readonly record struct StridedMatrix(
    ArrayView<float> Memory, int Offset, int RowStride, int ColumnStride, int BatchStride, ArrayView<ushort> Rounded = default);

/// <summary>The maps that follow a product, where a library computed it.</summary>
public readonly struct ProductEpilogue<TKernel>(TKernel kernel) : IKernel
    where TKernel : struct, IMatrixProduct
{
    /// <inheritdoc/>
    public void Run() => kernel.RunEpilogue();
}

/// <summary>Asks for products on whichever is faster: a device's library, or the product's own kernels.</summary>
public static class MatrixProducts
{
    /// <summary>Asks for a product; when one of its shape is met for the first time, this is where both are measured.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="groups">Groups of the portable kernel.</param>
    /// <param name="size">Their threads.</param>
    /// <param name="tiles">Groups of the kernels for tensor cores.</param>
    /// <param name="sizes">Its columns and terms, as far as the compiler did not know them.</param>
    public static void Launch<TKernel>(GpuDevice gpu, in TKernel kernel, int groups, int size, int tiles, params ReadOnlySpan<int> sizes)
        where TKernel : struct, IMatrixProduct
    {
        ArgumentNullException.ThrowIfNull(gpu);
        var matrices = kernel.Matrices;

        // What is asked for while a program is recorded does not run, and takes no time.
        if (gpu.Products.IsFaster(typeof(TKernel), matrices) is null && !gpu.IsRecording)
            Measure(gpu, kernel, matrices, groups, size, tiles, sizes.ToArray());
        if (gpu.Products.IsFaster(typeof(TKernel), matrices) != true || !OnLibrary(gpu, kernel, matrices))
            gpu.Product(kernel, groups, size, tiles, sizes);
    }

    private static void Measure<TKernel>(GpuDevice gpu, TKernel kernel, MatrixProduct matrices, int groups, int size, int tiles, int[] sizes)
        where TKernel : struct, IMatrixProduct => gpu.Products.Measure(
            typeof(TKernel), matrices, () => gpu.Product(kernel, groups, size, tiles, sizes), () => OnLibrary(gpu, kernel, matrices));

    // Whether the library took it.
    private static bool OnLibrary<TKernel>(GpuDevice gpu, in TKernel kernel, in MatrixProduct matrices)
        where TKernel : struct, IMatrixProduct
    {
        if (!gpu.Products.Multiply(matrices))
            return false;
        if (matrices.HasEpilogue)
            gpu.Each(new ProductEpilogue<TKernel>(kernel), checked(matrices.M * matrices.N * matrices.Batch));
        return true;
    }
}
