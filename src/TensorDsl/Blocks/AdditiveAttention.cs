namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Additive attention: softmax(score · tanh(query · queryWeight + keys · keyWeight + bias)) · values
    /// (Bahdanau, Cho, Bengio: Neural Machine Translation by Jointly Learning to Align and Translate, 2014, appendix A.1.2).
    /// <list type="table">
    /// <item><term>query</term><description>(…, Q): what one position looks for; or (…, T, Q), one for each position</description></item>
    /// <item><term>keys</term><description>(…, S, K): what each position offers to be found by</description></item>
    /// <item><term>values</term><description>(…, S, V): what is read there</description></item>
    /// <item><term>mask</term><description>(…, S), or whatever stretches to the scores: not 0 where a key may be read</description></item>
    /// <item><term>queryWeight</term><description>(Q, <paramref name="width"/>), parameter <c>additiveAttention.queryWeight</c></description></item>
    /// <item><term>keyWeight</term><description>(K, <paramref name="width"/>), parameter <c>additiveAttention.keyWeight</c></description></item>
    /// <item><term>bias</term><description>(<paramref name="width"/>), parameter <c>additiveAttention.bias</c>, starts at 0</description></item>
    /// <item><term>score</term><description>(<paramref name="width"/>), parameter <c>additiveAttention.score</c></description></item>
    /// <item><term>scores</term><description>(…, S), or (…, T, S)</description></item>
    /// <item><term>result</term><description>(…, V), or (…, T, V)</description></item>
    /// </list>
    /// Q, K, V and the width are independent of each other. In a scan's step the keys' part does not depend on the
    /// position, and the generated code computes it once, before the recurrence.
    /// </summary>
    /// <param name="query">As many axes as the keys, or one less.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="values">The values.</param>
    /// <param name="width">The width in which queries and keys meet.</param>
    /// <param name="mask">Which keys may be read, all if not given; every query must be allowed at least one.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the shapes do not fit together.</exception>
    public static Tensor AdditiveAttention(
        Tensor query, Tensor keys, Tensor values, Dim width, Tensor? mask = null, Initializer? init = null,
        string name = "additiveAttention")
    {
        using var scope = Definition.Current.Names.Open(name);
        bool isOne = query.Shape.Rank == keys.Shape.Rank - 1;
        if (!isOne && query.Shape.Rank != keys.Shape.Rank)
            throw ShapeException.Rank("The query", "of as many axes as the keys, or one less", query.Shape);
        int rank = query.Shape.Rank;
        var q = Affine(query, width, init, "queryWeight", null);
        var k = Affine(keys, width, init, "keyWeight", "bias");
        var from = Primitives.Reshape(q, Inserted(q.Shape, rank - 1));
        var to = isOne ? k : Primitives.Reshape(Apart(k, q.Shape), Inserted(Apart(k, q.Shape).Shape, rank - 2));
        var score = Parameter("score", init ?? Uniform(1 / Math.Sqrt(width.Value)), width);
        var scores = Sum(Tanh(from + to) * score, -1);
        var weights = Softmax(mask is null ? scores : Where(mask, scores, double.NegativeInfinity));
        return Einsum(isOne ? "... s, ... s v -> ... v" : "... t s, ... s v -> ... t v", weights, values);
    }

    private static Shape Inserted(Shape shape, int place) =>
        new(shape.Axes.Take(place).Concat([Axis.One]).Concat(shape.Axes.Skip(place)));

    // Where a sequence attends to itself the keys' positions are other ones than the queries'.
    private static Tensor Apart(Tensor keys, Shape query)
    {
        int place = keys.Shape.Rank - 2;
        var axis = keys.Shape[place];
        return axis.Name is null || axis.Name != query[place].Name
            ? keys
            : Primitives.Reshape(keys, keys.Shape.With(place, new Axis(axis.Name + "'", axis.Size)));
    }
}
