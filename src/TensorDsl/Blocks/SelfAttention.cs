namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Multi-head self-attention: every position reads from the positions that the mask allows, once per head, and what
    /// the heads have read is projected back to x's width
    /// (Vaswani et al.: Attention Is All You Need, 2017, section 3.2.2).
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, DModel)</description></item>
    /// <item><term>query, key</term><description>(DModel, Heads·DK), parameters <c>selfAttention.query</c> and <c>.key</c></description></item>
    /// <item><term>value</term><description>(DModel, Heads·DV), parameter <c>selfAttention.value</c></description></item>
    /// <item><term>output</term><description>(Heads·DV, DModel), parameter <c>selfAttention.output</c></description></item>
    /// <item><term>biases</term><description><c>queryBias</c>, <c>keyBias</c>, <c>valueBias</c>, <c>outputBias</c>, start at 0</description></item>
    /// <item><term>result</term><description>(…, T, DModel)</description></item>
    /// </list>
    /// DModel, Heads·DK and Heads·DV are independent of each other.
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
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor SelfAttention(
        Tensor x, Dim heads, Dim dk, Dim dv, Mask mask, bool bias = true, Initializer? init = null,
        Initializer? outputInit = null, string name = "selfAttention")
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var read = ReadHeads(x, heads, dk, dv, mask, bias, init);
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
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor AttentionHeads(
        Tensor x, Dim heads, Dim dk, Dim dv, Mask mask, bool bias = true, Initializer? init = null,
        string name = "attentionHeads")
    {
        using var scope = Definition.Current.Names.Open(name);
        return ReadHeads(x, heads, dk, dv, mask, bias, init);
    }

    private static Tensor ReadHeads(Tensor x, Dim heads, Dim dk, Dim dv, Mask mask, bool bias, Initializer? init)
    {
        Sizes.Constant("The number of heads", heads);
        Sizes.Constant("The width of the queries and keys", dk);
        Sizes.Constant("The width of the values", dv);
        Tensor Project(string name, Dim width) =>
            SplitAxis(Affine(x, heads * width, init, name, bias ? name + "Bias" : null), -1, heads, width);

        return MergeAxes(Attention(Project("query", dk), Project("key", dk), Project("value", dv), mask), -2);
    }
}
