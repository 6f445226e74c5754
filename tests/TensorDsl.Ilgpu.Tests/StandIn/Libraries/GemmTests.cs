using ILGPU;

namespace TensorDsl.Ilgpu.Tests.StandIn.Libraries;

/// <summary>What BLAS is asked for, argument by argument, and what it is not.</summary>
public sealed class GemmTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void TheTransposeIsAskedFor(bool isAByColumns, bool isBByColumns)
    {
        var product = new MatrixProduct(3, 5, 7, 2, false, Matrix(1, isAByColumns, 11, 100), Matrix(2, isBByColumns, 13, 200), Matrix(3, false, 17, 300));
        var gemm = Gemm.Of(product)!.Value;
        Assert.Equal((5, 3, 7, 2), (gemm.M, gemm.N, gemm.K, gemm.Batch));
        Assert.Equal((isBByColumns, isAByColumns), (gemm.TransposesA, gemm.TransposesB));
        Assert.Equal((13, 11, 17), (gemm.LeadingA, gemm.LeadingB, gemm.LeadingC));
        Assert.Equal((200, 100, 300), (gemm.StrideA, gemm.StrideB, gemm.StrideC));
        Assert.Equal((998, 999, 997), (gemm.A.Length, gemm.B.Length, gemm.C.Length));
    }

    [Theory]
    [InlineData(7, 1, true)]
    [InlineData(6, 1, false)]
    [InlineData(-7, 1, false)]
    [InlineData(0, 1, false)]
    [InlineData(14, 2, false)]
    [InlineData(7, -1, false)]
    [InlineData(1, 3, true)]
    [InlineData(1, 2, false)]
    [InlineData(1, 1, false)]
    public void RowsThatOverlapOrHaveGapsAreNoMatrix(int rowStride, int columnStride, bool isOne)
    {
        var a = Matrix(0, false, 0, 0) with { RowStride = rowStride, ColumnStride = columnStride };
        Assert.Equal(isOne, Gemm.Of(new MatrixProduct(3, 5, 7, 1, false, a, Matrix(0, false, 5, 0), Matrix(0, false, 5, 0))) is not null);
    }

    [Theory]
    [InlineData(0, 5, 7, 1)]
    [InlineData(3, 0, 7, 1)]
    [InlineData(3, 5, 0, 1)]
    [InlineData(3, 5, 7, 0)]
    public void NothingIsNoProduct(int m, int n, int k, int batch) =>
        Assert.Null(Gemm.Of(new MatrixProduct(m, n, k, batch, false, Matrix(0, false, 7, 0), Matrix(0, false, 5, 0), Matrix(0, false, 5, 0))));

    [Fact]
    public void AResultByColumnsIsNoProduct() =>
        Assert.Null(Gemm.Of(new MatrixProduct(3, 5, 7, 1, false, Matrix(0, false, 7, 0), Matrix(0, false, 5, 0), Matrix(0, true, 5, 0))));

    private static StridedMatrix Matrix(int offset, bool isByColumns, int leading, int batch) =>
        new(new ArrayView<float>(new byte[4000], 0, 4000), offset, isByColumns ? 1 : leading, isByColumns ? leading : 1, batch);
}
