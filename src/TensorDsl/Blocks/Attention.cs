namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Scaled dot-product attention, each head by itself: softmax(q · kᵀ / √DK + relative, masked) · v
    /// (Vaswani et al.: Attention Is All You Need, 2017, section 3.2.1).
    /// <list type="table">
    /// <item><term>q</term><description>(…, T, Heads, DK): what each position looks for</description></item>
    /// <item><term>k</term><description>(…, S, KeyHeads, DK): what each position offers to be found by</description></item>
    /// <item><term>v</term><description>(…, S, KeyHeads, DV): what is read there</description></item>
    /// <item><term>scores</term><description>(…, Heads, T, S)</description></item>
    /// <item><term>relative</term><description>(Heads, T, S), or what broadcasts to the scores</description></item>
    /// <item><term>result</term><description>(…, T, Heads, DV)</description></item>
    /// </list>
    /// T and S may differ, as may DK and DV. With fewer heads of keys than of queries, neighbouring heads of queries share
    /// one: Heads / KeyHeads of them each (Ainslie et al.: GQA, 2023), all of them if there is one (Shazeer: Fast
    /// Transformer Decoding, 2019). With no mask or <see cref="Mask.Causal"/>, and no relative scores, the generated code
    /// streams, and the scores are never in memory.
    /// </summary>
    /// <param name="q">The queries. A temperature other than √DK divides them: <c>q / temperature</c>.</param>
    /// <param name="k">The keys.</param>
    /// <param name="v">The values.</param>
    /// <param name="mask">Which keys a query may read.</param>
    /// <param name="relative">Added to the scaled scores, such as <see cref="Alibi(Tensor, Dim)"/>.</param>
    /// <param name="weights">What is done to the weights (…, Heads, T, S), such as <c>w =&gt; Tap("weights", w)</c> or a dropout.</param>
    /// <exception cref="ShapeException">
    /// The sizes do not pair up, the mask or the relative scores do not fit, the heads do not divide evenly, or DK is not
    /// constant.
    /// </exception>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, Mask mask, Tensor? relative = null, Func<Tensor, Tensor>? weights = null)
    {
        AxisRef last = -1, heads = -2;
        int dk = Sizes.Constant("The width of the queries", q.Shape[last.In(q.Shape)].Size);
        var count = q.Shape[heads.In(q.Shape)].Size;
        var scores = Einsum("... t h d, ... s h d -> ... h t s", q, ShareHeads(k, count)) * (1 / Math.Sqrt(dk));
        if (relative is not null)
        {
            scores = Broadcasting.Fits(relative.Shape, scores.Shape)
                ? scores + relative
                : throw ShapeException.Mask("The relative scores", relative.Shape, scores.Shape);
        }

        var read = Softmax(mask.Apply(scores));
        return Einsum("... h t s, ... s h d -> ... t h d", weights is null ? read : weights(read), ShareHeads(v, count));
    }

    // (…, S, KeyHeads, D) → (…, S, Heads, D): each head stands Heads / KeyHeads times, side by side.
    private static Tensor ShareHeads(Tensor x, Dim heads)
    {
        AxisRef axis = -2;
        int place = axis.In(x.Shape);
        var present = x.Shape[place].Size;
        if (present == heads || !present.IsConstant || !heads.IsConstant)
            return x;
        if (heads.Value % present.Value != 0)
            throw ShapeException.Heads(heads, present);
        return MergeAxes(Expand(SplitAxis(x, place, present, 1), place + 1, heads.Value / present.Value), place);
    }
}
