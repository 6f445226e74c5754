namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Learned scores for the distance between query and key, for each head its own: near distances each have one, farther
    /// ones share one, in steps that grow like a logarithm up to <paramref name="maxDistance"/>, and all beyond that the last
    /// (Raffel et al.: Exploring the Limits of Transfer Learning with T5, 2020, section 2.1).
    /// <list type="table">
    /// <item><term>queries</term><description>(…, T, D)</description></item>
    /// <item><term>keys</term><description>(…, S, D'); often the same tensor</description></item>
    /// <item><term>table</term><description>(<paramref name="buckets"/>, Heads), parameter <c>relativeBias.table</c></description></item>
    /// <item><term>result</term><description>(Heads, T, S), to be given to attention as <c>relative</c></description></item>
    /// </list>
    /// With <paramref name="bidirectional"/> the first half of the buckets is for keys at the query and before it, the second
    /// for those after; otherwise all are for those before, and those after count as distance 0. Half of the buckets of a
    /// direction stand for one distance each: 0, 1, 2, … Written before a loop, all layers share the table, as in T5.
    /// </summary>
    /// <param name="queries">Any axes, the positions last but one; only the shape matters.</param>
    /// <param name="keys">Any axes, the positions last but one; only the shape matters.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="buckets">The number of buckets, of both directions together: a multiple of 4, or of 2 for one direction.</param>
    /// <param name="maxDistance">The distance from which on all share one bucket; more than half of a direction's buckets.</param>
    /// <param name="bidirectional">Whether keys after the query are told apart.</param>
    /// <param name="init">How the table starts; normal with deviation 0.02 if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the buckets do not divide as said.</exception>
    public static Tensor RelativeBias(
        Tensor queries, Tensor keys, Dim heads, int buckets = 32, int maxDistance = 128, bool bidirectional = true,
        Initializer? init = null, string name = "relativeBias")
    {
        int each = bidirectional ? buckets / 2 : buckets;
        int exact = each / 2;
        Sizes.Positive("The number of buckets of one distance", exact);
        Sizes.Positive("The number of distances beyond those", maxDistance - exact);
        var (query, key) = PairedPositions(queries, keys);
        var distance = bidirectional ? Abs(query - key) : Maximum(query - key, 0);
        var bucket = Minimum(distance, exact);
        for (int i = 1; i < each - exact; i++)
        {
            // The least distance of the next bucket.
            double from = Math.Ceiling(exact * Math.Pow((double)maxDistance / exact, (double)i / (each - exact)) - 1e-9);
            bucket += distance >= from;
        }

        if (bidirectional)
            bucket += (key > query) * each;
        return LookUp(bucket, buckets, heads, init, name);
    }

    /// <summary>
    /// Learned scores for the offset of the key from the query, for each head its own, and for offsets beyond
    /// <paramref name="reach"/> on either side those of the last
    /// (Shaw, Uszkoreit, Vaswani: Self-Attention with Relative Position Representations, 2018, in the form of scores as in
    /// Liu et al.: Swin Transformer, 2021).
    /// <list type="table">
    /// <item><term>queries</term><description>(…, T, D)</description></item>
    /// <item><term>keys</term><description>(…, S, D'); often the same tensor</description></item>
    /// <item><term>table</term><description>(2·reach + 1, Heads), parameter <c>offsetBias.table</c>: offsets −reach … reach</description></item>
    /// <item><term>result</term><description>(Heads, T, S), to be given to attention as <c>relative</c></description></item>
    /// </list>
    /// </summary>
    /// <param name="queries">Any axes, the positions last but one; only the shape matters.</param>
    /// <param name="keys">Any axes, the positions last but one; only the shape matters.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="reach">The largest offset that is told apart.</param>
    /// <param name="init">How the table starts; normal with deviation 0.02 if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor OffsetBias(
        Tensor queries, Tensor keys, Dim heads, Dim reach, Initializer? init = null, string name = "offsetBias")
    {
        int far = Sizes.Constant("The reach of an offset", reach);
        var (query, key) = PairedPositions(queries, keys);
        return LookUp(Minimum(Maximum(key - query, -far), far) + far, (2 * far) + 1, heads, init, name);
    }

    // Rows of a table (rows, Heads), one for each pair of positions (T, S), as a contraction with their one-hots.
    private static Tensor LookUp(Tensor row, int rows, Dim heads, Initializer? init, string name)
    {
        using var scope = Definition.Current.Names.Open(name);
        var table = Parameter("table", init ?? Normal(0.02), rows, heads);
        return Einsum("t s r, r h -> h t s", Equal(Append(row), Primitives.Index(new Axis(null, rows))), table);
    }
}
