namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A block whose parameters several places share: wherever the block around has a <c>Shared</c> of the same name, it is
    /// one set of them, and their gradient is the sum over all places. The layers of <c>Repeat</c>, the steps of
    /// <c>Scan</c> and C#'s own <c>for</c> are such places, so
    /// <code>
    /// Repeat(12, x, h =&gt; Shared("layer", () =&gt; EncoderLayer(h, heads, dk, dv, dFf, Mask.None, Gelu)))
    /// </code>
    /// is one layer at all depths (Lan et al.: ALBERT, 2020), and
    /// <code>
    /// static Tensor Encode(Tokens sentence) =&gt; Shared("encoder", () =&gt; …);
    /// </code>
    /// the same encoder whatever it is called on (Bromley et al.: Signature Verification using a Siamese Network, 1993). In a
    /// <see cref="Block(string, Func{Tensor})"/> each has its own.
    /// </summary>
    /// <param name="name">Letters, digits and underscores, a letter first; the parameters are named under it.</param>
    /// <param name="body">What the block computes. In each place it asks for the same parameters, of the same shapes.</param>
    /// <exception cref="ShapeException">The name is malformed, or a parameter differs from that of another place.</exception>
    public static Tensor Shared(string name, Func<Tensor> body)
    {
        if (body is null)
            throw new ArgumentNullException(nameof(body));
        using var scope = Definition.Current.Names.Share(name);
        return body();
    }

    /// <summary>The same for a block with two results, such as an output and a state.</summary>
    /// <param name="name">Letters, digits and underscores, a letter first.</param>
    /// <param name="body">What the block computes.</param>
    /// <exception cref="ShapeException">The name is malformed, or a parameter differs from that of another place.</exception>
    public static (Tensor First, Tensor Second) Shared(string name, Func<(Tensor First, Tensor Second)> body)
    {
        if (body is null)
            throw new ArgumentNullException(nameof(body));
        using var scope = Definition.Current.Names.Share(name);
        return body();
    }
}
