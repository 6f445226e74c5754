namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A learned vector for each token.
    /// <list type="table">
    /// <item><term>tokens</term><description>(B, T)</description></item>
    /// <item><term>table</term><description>(<paramref name="vocab"/>, <paramref name="width"/>), parameter <c>embedding.table</c></description></item>
    /// <item><term>result</term><description>(B, T, <paramref name="width"/>)</description></item>
    /// </list>
    /// </summary>
    /// <param name="tokens">Numbers from 0 below <paramref name="vocab"/>, over any axes.</param>
    /// <param name="vocab">The number of distinct tokens.</param>
    /// <param name="width">The size of each vector.</param>
    /// <param name="init">How the table starts; normal with deviation 0.02 if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor Embedding(Tokens tokens, Dim vocab, Dim width, Initializer? init = null, string name = "embedding")
    {
        using var scope = Definition.Current.Names.Open(name);
        return Gather(Parameter("table", init ?? Normal(0.02), vocab, width), tokens);
    }

    /// <summary>
    /// The vector of each token in a given table, which <see cref="Unembed"/> may share
    /// (Press, Wolf: Using the Output Embedding to Improve Language Models, 2016).
    /// </summary>
    /// <param name="tokens">(B, T): numbers from 0 below the table's rows, over any axes.</param>
    /// <param name="table">(Vocab, Width).</param>
    /// <returns>(B, T, Width).</returns>
    /// <exception cref="ShapeException">The table is no matrix.</exception>
    public static Tensor Embedding(Tokens tokens, Tensor table) => Gather(Matrix("An embedding's table", table), tokens);

    /// <summary>
    /// The output layer of tied embeddings: each token's logit is x's product with the token's own vector, x · tableᵀ
    /// (Press, Wolf: Using the Output Embedding to Improve Language Models, 2016).
    /// </summary>
    /// <param name="x">(…, Width).</param>
    /// <param name="table">(Vocab, Width).</param>
    /// <returns>(…, Vocab).</returns>
    /// <exception cref="ShapeException">The widths differ, or the table is no matrix.</exception>
    public static Tensor Unembed(Tensor x, Tensor table)
    {
        var width = x.Shape.Rank > 0 ? x.Shape[-1].Size : 1;
        return Matrix("An embedding's table", table).Shape[1].Size != width && table.Shape[0].Size == width
            ? throw ShapeException.Mismatch("The product with a transposed table", x.Shape, table.Shape, "the table is (Vocab, Width); transposed, or in MatMul, it would fit")
            : Einsum("... d, v d -> ... v", x, table);
    }

    private static Tensor Matrix(string what, Tensor table) => table.Shape.Rank == 2
        ? table
        : throw ShapeException.Rank(what, "(Vocab, Width)", table.Shape);
}
