namespace TensorDsl;

public static partial class Ops
{
    /// <summary>The rows of <paramref name="table"/> (N, …) at the tokens (B, T): (B, T, …).</summary>
    /// <exception cref="ShapeException">The table has no axes.</exception>
    public static Tensor Gather(Tensor table, Tokens tokens) => table.Shape.Rank > 0
        ? Primitives.Gather(table, tokens)
        : throw ShapeException.Rank("The table of a look-up", "(N, …)", table.Shape);

    /// <summary>1 at each token's own place along a further, last axis of size n, else 0: (B, T) becomes (B, T, n).</summary>
    /// <exception cref="ShapeException">The size is not positive.</exception>
    public static Tensor OneHot(Tokens tokens, Dim n)
    {
        Sizes.Positive("The size of a one-hot axis", n);
        return Equal(Append(Primitives.Values(tokens)), Primitives.Index(new Axis(null, n)));
    }
}
