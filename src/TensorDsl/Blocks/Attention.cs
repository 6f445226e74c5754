namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Scaled dot-product attention, each head by itself: softmax(q · kᵀ / √DK) · v
    /// (Vaswani et al.: Attention Is All You Need, 2017, section 3.2.1).
    /// <list type="table">
    /// <item><term>q</term><description>(…, T, Heads, DK): what each position looks for</description></item>
    /// <item><term>k</term><description>(…, S, Heads, DK): what each position offers to be found by</description></item>
    /// <item><term>v</term><description>(…, S, Heads, DV): what is read there</description></item>
    /// <item><term>scores</term><description>(…, Heads, T, S)</description></item>
    /// <item><term>result</term><description>(…, T, Heads, DV)</description></item>
    /// </list>
    /// </summary>
    /// <param name="q">The queries.</param>
    /// <param name="k">The keys.</param>
    /// <param name="v">The values.</param>
    /// <param name="mask">Which keys a query may read; every query must be allowed at least one.</param>
    /// <exception cref="ShapeException">The sizes do not pair up, or DK is not constant.</exception>
    public static Tensor Attention(Tensor q, Tensor k, Tensor v, Mask mask)
    {
        AxisRef last = -1;
        int dk = Sizes.Constant("The width of the queries", q.Shape[last.In(q.Shape)].Size);
        var scores = Einsum("... t h d, ... s h d -> ... h t s", q, k) * (1 / Math.Sqrt(dk));
        var weights = Softmax(mask.Apply(scores));
        return Einsum("... h t s, ... s h d -> ... t h d", weights, v);
    }
}
