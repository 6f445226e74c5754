namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// The in-batch contrastive loss, InfoNCE: each row of a is to be most like the row of b at its own place, among all of
    /// the batch, and the other way round; likeness is the cosine, divided by the temperature. The result is the mean
    /// cross-entropy of both ways, in nats
    /// (van den Oord, Li, Vinyals: Contrastive Predictive Coding, 2018; both ways as in Radford et al.: CLIP, 2021).
    /// <list type="table">
    /// <item><term>a, b</term><description>(N, D): pairs, such as queries and the documents that answer them</description></item>
    /// <item><term>likeness</term><description>(N, N)</description></item>
    /// <item><term>result</term><description>(); log N where nothing is learned</description></item>
    /// </list>
    /// </summary>
    /// <param name="a">The first of each pair.</param>
    /// <param name="b">The second of each pair.</param>
    /// <param name="temperature">A number, or a tensor of shape (), such as <see cref="Temperature"/>.</param>
    /// <exception cref="ShapeException">The shapes are not both (N, D).</exception>
    public static Tensor Contrastive(Tensor a, Tensor b, Tensor temperature)
    {
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2 || a.Shape[0].Size != b.Shape[0].Size || a.Shape[1].Size != b.Shape[1].Size)
            throw ShapeException.Mismatch("The contrastive loss", a.Shape, b.Shape, "both are (N, D)");
        var (left, right) = (UnitLength(a), UnitLength(b));
        var likeness = Einsum("n d, m d -> n m", left, right) / temperature;
        var own = Mean(Sum(left * right, -1) / temperature);
        return ((Mean(LogSumExp(likeness, -1)) + Mean(LogSumExp(likeness, 0))) / 2) - own;
    }
}
