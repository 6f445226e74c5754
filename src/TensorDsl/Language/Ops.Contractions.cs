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
            {
                bool isTurned = isInner && y.Shape[-1].Size == left.Size;
                throw ShapeException.Mismatch(
                    Product, x.Shape, y.Shape, $"{left} and {right} differ{(isTurned ? "; the second with its last two axes transposed would fit" : "")}");
            }
        }

        return Einsum(y.Shape.Rank == 2 ? "... n k, k m -> ... n m" : "... n k, ... k m -> ... n m", x, y);
    }

    private const string Product = "The matrix product";

    /// <summary>
    /// The Einstein summation by the axes' names: axes of one name pair up, those of <paramref name="over"/> are summed.
    /// The result has the first operand's axes, then the second's further ones, which have no name in common.
    /// </summary>
    /// <exception cref="ShapeException">An operand lacks an axis, or sizes of one name differ.</exception>
    public static Tensor Contract(Tensor a, Tensor b, params string[] over)
    {
        foreach (string name in over)
        {
            AxisRef axis = name;
            axis.In(a.Shape);
            axis.In(b.Shape);
        }

        var letters = a.Shape.Axes.ToList();
        int[] left = [.. Enumerable.Range(0, a.Shape.Rank)];
        int[] right = [.. b.Shape.Axes.Select(Letter)];
        int[] output = [.. Enumerable.Range(0, letters.Count).Where(letter => !over.Contains(letters[letter].Name))];
        return Primitives.Contract(ContractionSpec.FromLetters(left, right, output, [.. letters]), a, b);

        int Letter(Axis axis)
        {
            int known = axis.Name is null ? -1 : a.Shape.IndexOf(axis.Name);
            if (known >= 0 && letters[known].Size != axis.Size)
                throw ShapeException.Mismatch("The contraction", a.Shape, b.Shape, $"{letters[known]} and {axis} differ");
            if (known < 0)
                letters.Add(axis);
            return known < 0 ? letters.Count - 1 : known;
        }
    }
}
