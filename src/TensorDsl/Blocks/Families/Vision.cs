namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A vision transformer, a classifier: an image's patches and a learned class token before them go through layers in which
    /// each reads all others, with biases; the class token's vector then gives the logits
    /// (Dosovitskiy et al.: An Image is Worth 16×16 Words, 2021). If nothing else is asked for it has learned positions,
    /// pre-norm layers and GELU.
    /// <list type="table">
    /// <item><term>images</term><description>(B, Height, Width, Channels), constants but for B</description></item>
    /// <item><term>classToken</term><description>(1, <paramref name="dModel"/>), parameter</description></item>
    /// <item><term>residual stream</term><description>(B, 1 + Height/Patch · Width/Patch, <paramref name="dModel"/>)</description></item>
    /// <item><term>result</term><description>(B, <paramref name="classes"/>): the logits of each class</description></item>
    /// </list>
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="heads">The number of attention heads in each layer.</param>
    /// <param name="dModel">The width of the residual stream.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="dFf">The width of the feed-forward layer.</param>
    /// <param name="patch">The side of a patch, in pixels; it divides height and width.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="positions">How it knows of positions.</param>
    /// <param name="placement">Where the residual branches are normalised.</param>
    /// <param name="activation">The feed-forward layer.</param>
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the patch does not divide the image.</exception>
    public static Tensor Vision(
        Tensor images, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim patch, Dim classes,
        PositionKind positions = PositionKind.Learned, NormPlacement placement = NormPlacement.Pre,
        ActivationKind activation = ActivationKind.Gelu, Dim? keyHeads = null)
    {
        var x = VisionEncode(images, layers, heads, dModel, dk, dv, dFf, patch, positions, placement, activation, keyHeads);
        return Linear(At(x, -2, 0), classes, init: Normal(0.02), name: "classes");
    }

    /// <summary>
    /// <see cref="Vision"/> without its head, and with the other parameters of it: what it makes of the class token, which is
    /// the first, and of each patch, row by row.
    /// <list type="table">
    /// <item><term>images</term><description>(B, Height, Width, Channels), constants but for B</description></item>
    /// <item><term>result</term><description>(B, 1 + Height/Patch · Width/Patch, <paramref name="dModel"/>)</description></item>
    /// </list>
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="heads">The number of attention heads in each layer.</param>
    /// <param name="dModel">The width of the residual stream.</param>
    /// <param name="dk">The width of one head's queries and keys.</param>
    /// <param name="dv">The width of one head's values.</param>
    /// <param name="dFf">The width of the feed-forward layer.</param>
    /// <param name="patch">The side of a patch, in pixels; it divides height and width.</param>
    /// <param name="positions">How it knows of positions.</param>
    /// <param name="placement">Where the residual branches are normalised.</param>
    /// <param name="activation">The feed-forward layer.</param>
    /// <param name="keyHeads">The number of heads of keys and values; as many as <paramref name="heads"/> if not given.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or the patch does not divide the image.</exception>
    public static Tensor VisionEncode(
        Tensor images, Dim layers, Dim heads, Dim dModel, Dim dk, Dim dv, Dim dFf, Dim patch,
        PositionKind positions = PositionKind.Learned, NormPlacement placement = NormPlacement.Pre,
        ActivationKind activation = ActivationKind.Gelu, Dim? keyHeads = null)
    {
        var init = Normal(0.02);
        var layer = new FamilyLayer(heads, dk, dv, dFf, positions, placement, activation, Bias: true, init, KeyHeads: keyHeads);
        var x = PrependClassToken(PatchEmbedding(images, patch, dModel), init);
        x = layer.Place(x, x.Shape[-2].Size);
        return layer.Finish(Repeat(layers, x, h => layer.Of(h, Mask.None)));
    }
}
