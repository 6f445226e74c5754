namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The Einstein summation of two operands: <c>"b t h d, b s h d -> b h t s"</c>, or letters without spaces, as in
    /// <c>"...d,dk->...k"</c>. A letter of both operands pairs their axes; one that the output lacks is summed;
    /// <c>...</c> stands for an operand's further axes, the same ones in both.
    /// </summary>
    /// <exception cref="ShapeException">The text is malformed, or the shapes do not fit it.</exception>
    public static Tensor Einsum(string specification, Tensor a, Tensor b) =>
        Primitives.Contract(ContractionSpec.Parse(specification, a.Shape, b.Shape), a, b);

    /// <summary>The matrix product of x (…, N, K) and y (K, M), or (…, K, M) with the same leading axes: (…, N, M).</summary>
    /// <exception cref="ShapeException">The inner sizes or the leading axes differ, or an operand is no matrix.</exception>
    public static Tensor MatMul(Tensor x, Tensor y)
    {
        if (x.Shape.Rank < 2 || y.Shape.Rank < 2)
            throw ShapeException.Rank("An operand of a matrix product", "(…, N, K)", x.Shape.Rank < 2 ? x.Shape : y.Shape);
        if (y.Shape.Rank != 2 && y.Shape.Rank != x.Shape.Rank)
            throw ShapeException.Mismatch(Product, x.Shape, y.Shape, "their leading axes are not the same");
        for (int i = 0; i < y.Shape.Rank - 1; i++)
        {
            // The columns of x meet the rows of y; what is before meets its like.
            bool isInner = i == y.Shape.Rank - 2;
            var (left, right) = (x.Shape[isInner ? x.Shape.Rank - 1 : i], y.Shape[i]);
            if (left.Size != right.Size)
                throw ShapeException.Mismatch(Product, x.Shape, y.Shape, $"{left} and {right} differ");
        }

        return Einsum(y.Shape.Rank == 2 ? "... n k, k m -> ... n m" : "... n k, ... k m -> ... n m", x, y);
    }

    private const string Product = "The matrix product";
}
