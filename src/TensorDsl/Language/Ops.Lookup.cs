namespace TensorDsl;

public static partial class Ops
{
    /// <summary>The rows of <paramref name="table"/> (N, …) at the tokens (B, T): (B, T, …).</summary>
    /// <exception cref="ShapeException">The table has no axes, or N is known at run time only.</exception>
    public static Tensor Gather(Tensor table, Tokens tokens)
    {
        if (table.Shape.Rank == 0)
            throw ShapeException.Rank("The table of a look-up", "(N, …)", table.Shape);
        Sizes.Constant("The number of rows of a looked-up table", table.Shape[0].Size);
        return Primitives.Gather(table, tokens);
    }

    /// <summary>1 at each token's own place along a further, last axis of size n, else 0: (B, T) becomes (B, T, n).</summary>
    /// <exception cref="ShapeException">The size is not positive.</exception>
    public static Tensor OneHot(Tokens tokens, Dim n)
    {
        Sizes.Positive("The size of a one-hot axis", n);
        return Equal(Append(Primitives.Values(tokens)), Primitives.Vocabulary(n));
    }
}
