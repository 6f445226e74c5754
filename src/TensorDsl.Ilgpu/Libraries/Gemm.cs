using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// A product in the terms of BLAS, whose matrices lie column by column: C (m, n) = op(A) · op(B), where op transposes or does not.
/// A matrix that lies row by row is its transpose there, so what is asked for is Cᵀ = Bᵀ · Aᵀ, with the operands exchanged.
/// </summary>
/// <param name="TransposesA">Whether A lies as (k, m).</param>
/// <param name="TransposesB">Whether B lies as (n, k).</param>
/// <param name="M">Rows of op(A) and C.</param>
/// <param name="N">Columns of op(B) and C.</param>
/// <param name="K">Columns of op(A) and rows of op(B).</param>
/// <param name="A">The first operand.</param>
/// <param name="LeadingA">From one column to the next as A lies, at least its rows.</param>
/// <param name="StrideA">From one A to the next.</param>
/// <param name="B">The second operand.</param>
/// <param name="LeadingB">The same of B.</param>
/// <param name="StrideB">From one B to the next.</param>
/// <param name="C">The result.</param>
/// <param name="LeadingC">The same of C.</param>
/// <param name="StrideC">From one C to the next.</param>
/// <param name="Batch">How many there are.</param>
/// <param name="RoundedA">A in bfloat16, in place of A, if it and B are in memory so.</param>
/// <param name="RoundedB">The same of B.</param>
internal readonly record struct Gemm(
    bool TransposesA, bool TransposesB, int M, int N, int K,
    ArrayView<float> A, int LeadingA, long StrideA,
    ArrayView<float> B, int LeadingB, long StrideB,
    ArrayView<float> C, int LeadingC, long StrideC, int Batch, ArrayView<ushort> RoundedA, ArrayView<ushort> RoundedB)
{
    /// <summary>Whether operands are in bfloat16.</summary>
    public bool IsRounded => RoundedA.Length > 0;

    /// <summary>The product of matrices that lie by rows or by columns; null where one does neither, or there is nothing to compute.</summary>
    public static Gemm? Of(in MatrixProduct product)
    {
        var (m, n, k, batch) = (product.M, product.N, product.K, product.Batch);
        if (m <= 0 || n <= 0 || k <= 0 || batch <= 0)
            return null;
        if (Lie(product.A, m, k) is not var (aByColumns, a) || Lie(product.B, k, n) is not var (bByColumns, b) || Lie(product.C, m, n) is not (false, var c))
            return null;
        return new Gemm(
            bByColumns, aByColumns, n, m, k,
            Start(product.B.Memory, product.B), b, product.B.BatchStride,
            Start(product.A.Memory, product.A), a, product.A.BatchStride,
            Start(product.C.Memory, product.C), c, product.C.BatchStride, batch,
            product.IsRounded ? Start(product.B.Rounded, product.B) : default, product.IsRounded ? Start(product.A.Rounded, product.A) : default);
    }

    // By rows or by columns, whose elements are neighbours; they may lie apart but not in each other.
    private static (bool IsByColumns, int Leading)? Lie(in StridedMatrix matrix, int rows, int columns) =>
        matrix.ColumnStride == 1 && matrix.RowStride >= columns ? (false, matrix.RowStride)
        : matrix.RowStride == 1 && matrix.ColumnStride >= rows ? (true, matrix.ColumnStride)
        : null;

    private static ArrayView<T> Start<T>(ArrayView<T> memory, in StridedMatrix matrix)
        where T : unmanaged => memory.SubView(matrix.Offset, memory.Length - matrix.Offset);
}
