namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Attention with linear biases: each head's scores fall by a constant slope with the distance of the key, −slope · |t − s|,
    /// which takes the place of positions in the input and lets a model read longer texts than it was trained on
    /// (Press, Smith, Lewis: Train Short, Test Long, 2022).
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, D)</description></item>
    /// <item><term>slopes</term><description>
    /// (Heads): 2^(−8·1/Heads), 2^(−8·2/Heads), …, 2^(−8) for a power of two; for other numbers those of the power of two
    /// below it, then every other one of the power of two above, as the paper's program has it
    /// </description></item>
    /// <item><term>result</term><description>(Heads, T, T'), to be given to attention as <c>relative</c></description></item>
    /// </list>
    /// It has no parameters, so it may stand inside a loop or before it.
    /// </summary>
    /// <param name="x">Any axes, the positions last but one; only the shape matters.</param>
    /// <param name="heads">The number of heads.</param>
    /// <exception cref="ShapeException">The number of heads is not a positive constant, or x has fewer than two axes.</exception>
    public static Tensor Alibi(Tensor x, Dim heads)
    {
        int count = Sizes.Constant("The number of heads", heads);
        int power = 1;
        while (power * 2 <= count)
            power *= 2;
        var (query, key) = PairedPositions(x, x);
        var head = Append(Append(Primitives.Index(new Axis(null, heads))));
        var exponent = count == power
            ? (head + 1) * (-8.0 / count)
            : Where(head < power, (head + 1) * (-8.0 / power), ((head - power) * 2 + 1) * (-4.0 / power));
        return -Exp(exponent * Math.Log(2)) * Abs(query - key);
    }

    // The positions of queries (T, 1) and keys (S), named as in the scores: where both have one name, the keys' has a prime.
    private static (Tensor Query, Tensor Key) PairedPositions(Tensor queries, Tensor keys)
    {
        AxisRef positions = -2;
        var (query, key) = (queries.Shape[positions.In(queries.Shape)], keys.Shape[positions.In(keys.Shape)]);
        if (key.Name is not null && key.Name == query.Name)
            key = key with { Name = key.Name + "'" };
        return (Append(Primitives.Index(query)), Primitives.Index(key));
    }
}
