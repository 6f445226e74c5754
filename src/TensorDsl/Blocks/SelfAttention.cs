namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Multi-head self-attention: every position reads from the positions that the mask allows, once per head, and what
    /// the heads have read is projected back to x's width
    /// (Vaswani et al.: Attention Is All You Need, 2017, section 3.2.2).
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, DModel)</description></item>
    /// <item><term>query</term><description>(DModel, Heads·DK), parameter <c>selfAttention.query</c></description></item>
    /// <item><term>key</term><description>(DModel, KeyHeads·DK), parameter <c>selfAttention.key</c></description></item>
    /// <item><term>value</term><description>(DModel, KeyHeads·DV), parameter <c>selfAttention.value</c></description></item>
    /// <item><term>output</term><description>(Heads·DV, DModel), parameter <c>selfAttention.output</c></description></item>
    /// <item><term>biases</term><description><c>queryBias</c>, <c>keyBias</c>, <c>valueBias</c>, <c>outputBias</c>, start at 0</description></item>
    /// <item><term>result</term><description>(…, T, DModel)</description></item>
    /// </list>
    /// DModel, Heads·DK and Heads·DV are independent of each other. Llama's attention, for example, is
    /// <c>SelfAttention(x, 32, 128, 128, Mask.Causal, bias: false, keyHeads: 8, rotate: q =&gt; Rotary(q))</c>.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="mask">Which positions may be read.</param>
    /// <param name="bias">Whether the four projections have biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="outputInit">How the output projection starts; as the others if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <param name="keyHeads">
    /// The number of heads of keys and values, which divides <paramref name="heads"/>; as many if not given. 1 is multi-query
    /// attention (Shazeer: Fast Transformer Decoding, 2019), a number between is grouped-query attention (Ainslie et al.:
    /// GQA, 2023).
    /// </param>
    /// <param name="rotate">What is done to queries and keys, (…, T, Heads, DK) each, such as <see cref="Rotary"/>.</param>
    /// <param name="relative">Added to the scaled scores, (Heads, T, T'), such as <see cref="Alibi(Tensor, Dim)"/>.</param>
    /// <param name="weights">What is done to the weights (…, Heads, T, T'), such as <c>w =&gt; Tap("weights", w)</c> or a dropout.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the heads do not divide evenly.</exception>
    public static Tensor SelfAttention(
        Tensor x, Dim heads, Dim dk, Dim dv, Mask mask, bool bias = true, Initializer? init = null,
        Initializer? outputInit = null, string name = "selfAttention", Dim? keyHeads = null,
        Func<Tensor, Tensor>? rotate = null, Tensor? relative = null, Func<Tensor, Tensor>? weights = null)
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var read = ReadHeads(x, x, heads, keyHeads ?? heads, dk, dv, mask, bias, init, rotate, relative, weights);
        return Affine(read, x.Shape[last.In(x.Shape)].Size, outputInit ?? init, "output", bias ? "outputBias" : null);
    }

    /// <summary>
    /// <see cref="SelfAttention"/> without the output projection: what the heads have read, side by side,
    /// (…, T, Heads·DV).
    /// </summary>
    /// <param name="x">The input, (…, T, DModel).</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="mask">Which positions may be read.</param>
    /// <param name="bias">Whether the three projections have biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <param name="rotate">What is done to queries and keys, such as <see cref="Rotary"/>.</param>
    /// <param name="relative">Added to the scaled scores, (Heads, T, T'), such as <see cref="Alibi(Tensor, Dim)"/>.</param>
    /// <param name="weights">What is done to the weights (…, Heads, T, T'), such as <c>w =&gt; Tap("weights", w)</c> or a dropout.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the heads do not divide evenly.</exception>
    public static Tensor AttentionHeads(
        Tensor x, Dim heads, Dim dk, Dim dv, Mask mask, bool bias = true, Initializer? init = null,
        string name = "attentionHeads", Dim? keyHeads = null, Func<Tensor, Tensor>? rotate = null, Tensor? relative = null, Func<Tensor, Tensor>? weights = null)
    {
        using var scope = Definition.Current.Names.Open(name);
        return ReadHeads(x, x, heads, keyHeads ?? heads, dk, dv, mask, bias, init, rotate, relative, weights);
    }

    // Queries from x, keys and values from the memory; the projections are parameters of the open block.
    private static Tensor ReadHeads(
        Tensor x, Tensor memory, Dim heads, Dim keyHeads, Dim dk, Dim dv, Mask mask, bool bias, Initializer? init,
        Func<Tensor, Tensor>? rotate, Tensor? relative, Func<Tensor, Tensor>? weights)
    {
        int count = Sizes.Constant("The number of heads", heads);
        int shared = Sizes.Constant("The number of heads of keys and values", keyHeads);
        Sizes.Constant("The width of the queries and keys", dk);
        Sizes.Constant("The width of the values", dv);
        if (count % shared != 0)
            throw ShapeException.Heads(heads, keyHeads);
        Tensor Project(Tensor from, string name, Dim number, Dim width) =>
            SplitAxis(Affine(from, number * width, init, name, bias ? name + "Bias" : null), -1, number, width);

        var (q, k) = (Project(x, "query", heads, dk), Project(memory, "key", keyHeads, dk));
        var v = Project(memory, "value", keyHeads, dv);
        if (rotate is not null)
            (q, k) = (rotate(q), rotate(k));
        return MergeAxes(Attention(q, k, v, mask, relative, weights), -2);
    }
}
