namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Multi-head attention from one sequence to another: every position of x reads from the positions of the memory that
    /// the mask allows, once per head, and what the heads have read is projected back to x's width; in a decoder the memory
    /// is what the encoder gives (Vaswani et al.: Attention Is All You Need, 2017, section 3.2.3).
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, DModel)</description></item>
    /// <item><term>memory</term><description>(…, S, DMemory), the same leading axes</description></item>
    /// <item><term>query</term><description>(DModel, Heads·DK), parameter <c>crossAttention.query</c></description></item>
    /// <item><term>key</term><description>(DMemory, KeyHeads·DK), parameter <c>crossAttention.key</c></description></item>
    /// <item><term>value</term><description>(DMemory, KeyHeads·DV), parameter <c>crossAttention.value</c></description></item>
    /// <item><term>output</term><description>(Heads·DV, DModel), parameter <c>crossAttention.output</c></description></item>
    /// <item><term>biases</term><description><c>queryBias</c>, <c>keyBias</c>, <c>valueBias</c>, <c>outputBias</c>, start at 0</description></item>
    /// <item><term>result</term><description>(…, T, DModel)</description></item>
    /// </list>
    /// T and S, DModel and DMemory, DK and DV are independent of each other.
    /// </summary>
    /// <param name="x">What reads.</param>
    /// <param name="memory">What is read.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="mask">Which positions of the memory may be read; for a padded one <see cref="Mask.Lengths"/>.</param>
    /// <param name="bias">Whether the four projections have biases.</param>
    /// <param name="init">How the weights start; uniform on ±1/√In if not given.</param>
    /// <param name="outputInit">How the output projection starts; as the others if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <param name="rotate">What is done to queries (…, T, Heads, DK) and keys (…, S, KeyHeads, DK).</param>
    /// <param name="relative">Added to the scaled scores, (Heads, T, S).</param>
    /// <param name="weights">What is done to the weights (…, Heads, T, S), such as <c>w =&gt; Tap("weights", w)</c> or a dropout.</param>
    /// <exception cref="ShapeException">
    /// A size is not a positive constant, the leading axes differ, or the heads do not divide evenly.
    /// </exception>
    public static Tensor CrossAttention(
        Tensor x, Tensor memory, Dim heads, Dim dk, Dim dv, Mask mask, bool bias = true, Initializer? init = null,
        Initializer? outputInit = null, string name = "crossAttention", Dim? keyHeads = null,
        Func<Tensor, Tensor>? rotate = null, Tensor? relative = null, Func<Tensor, Tensor>? weights = null)
    {
        using var scope = Definition.Current.Names.Open(name);
        AxisRef last = -1;
        var read = ReadHeads(x, memory, heads, keyHeads ?? heads, dk, dv, mask, bias, init, rotate, relative, weights);
        return Affine(read, x.Shape[last.In(x.Shape)].Size, outputInit ?? init, "output", bias ? "outputBias" : null);
    }
}
