namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A read from an associative memory: softmax(q · Kᵀ / temperature) · V, the values of the keys that are most like the
    /// query. Low temperatures read the one nearest, high ones the mean; q + Memory(q, K, K) steps toward the stored pattern
    /// nearest to q (Ramsauer et al.: Hopfield Networks is All You Need, 2020).
    /// <list type="table">
    /// <item><term>q</term><description>(…, D): any number of queries</description></item>
    /// <item><term>keys</term><description>(S, D), one memory for all queries; or (…, S, D) with q (…, T, D), a memory each</description></item>
    /// <item><term>values</term><description>(S, E) or (…, S, E), of the same form as the keys</description></item>
    /// <item><term>weights</term><description>(…, S) or (…, T, S)</description></item>
    /// <item><term>result</term><description>(…, E) or (…, T, E)</description></item>
    /// </list>
    /// </summary>
    /// <param name="q">What is looked for.</param>
    /// <param name="keys">What it is compared with.</param>
    /// <param name="values">What is read there.</param>
    /// <param name="temperature">A number, or a tensor that broadcasts to the scores, such as <see cref="Temperature"/>; 1 if not given.</param>
    /// <param name="mask">Which keys a query may read; all if not given. It needs queries (…, T, D).</param>
    /// <exception cref="ShapeException">The sizes do not pair up.</exception>
    public static Tensor Memory(Tensor q, Tensor keys, Tensor values, Tensor? temperature = null, Mask? mask = null)
    {
        bool isShared = keys.Shape.Rank == 2;
        var scores = Einsum(isShared ? "... d, s d -> ... s" : "... t d, ... s d -> ... t s", q, keys);
        if (temperature is not null)
            scores /= temperature;
        var weights = Softmax((mask ?? Mask.None).Apply(scores));
        return Einsum(isShared ? "... s, s e -> ... e" : "... t s, ... s e -> ... t e", weights, values);
    }

    /// <summary>
    /// A learned temperature, kept positive as the exponential of its parameter, to divide scores by: one for all, or one
    /// for each head when <c>q / Temperature(initial, Heads, 1)</c> goes to <see cref="Attention"/>
    /// (Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015).
    /// <list type="table">
    /// <item><term>logarithm</term><description>(sizes), parameter <c>temperature.logarithm</c>, starts at log(initial)</description></item>
    /// <item><term>result</term><description>(sizes), positive</description></item>
    /// </list>
    /// </summary>
    /// <param name="initial">What it starts at, positive.</param>
    /// <param name="sizes">The sizes of its axes; none for a single number.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor Temperature(double initial, params Dim[] sizes)
    {
        using var scope = Definition.Current.Names.Open("temperature");
        return Exp(Parameter("logarithm", ConstantOf(Math.Log(initial)), sizes));
    }
}
