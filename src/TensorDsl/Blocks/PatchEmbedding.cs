namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Cuts images into square patches that do not overlap and maps each linearly to a vector, row by row: an image becomes a
    /// sequence (Dosovitskiy et al.: An Image is Worth 16×16 Words, 2021).
    /// <list type="table">
    /// <item><term>images</term><description>(…, Height, Width, Channels), constants all</description></item>
    /// <item><term>patches</term><description>(…, N, Patch·Patch·Channels), N = Height/Patch · Width/Patch</description></item>
    /// <item><term>weight</term><description>(Patch·Patch·Channels, <paramref name="width"/>), parameter <c>patches.weight</c></description></item>
    /// <item><term>bias</term><description>(<paramref name="width"/>), parameter <c>patches.bias</c>, starts at 0</description></item>
    /// <item><term>result</term><description>(…, N, <paramref name="width"/>)</description></item>
    /// </list>
    /// A patch's numbers are in the order of its rows, then columns, then channels.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="patch">The side of a patch, in pixels; it divides height and width.</param>
    /// <param name="width">The size of each patch's vector.</param>
    /// <param name="init">How the weight starts; uniform on ±1/√In if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">The patch does not divide the image, or a size is not a positive constant.</exception>
    public static Tensor PatchEmbedding(Tensor images, Dim patch, Dim width, Initializer? init = null, string name = "patches")
    {
        using var scope = Definition.Current.Names.Open(name);
        return Affine(Patches(images, patch), width, init, "weight", "bias");
    }

    /// <summary>
    /// Images (…, Height, Width, Channels) as the sequence of their square patches, row by row:
    /// (…, N, Patch·Patch·Channels), N = Height/Patch · Width/Patch.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="patch">The side of a patch, in pixels; it divides height and width.</param>
    /// <exception cref="ShapeException">The patch does not divide the image, or a size is not a positive constant.</exception>
    public static Tensor Patches(Tensor images, Dim patch)
    {
        int rank = images.Shape.Rank;
        if (rank < 3)
            throw ShapeException.Rank("An image", "(…, Height, Width, Channels)", images.Shape);
        int side = Sizes.Constant("The side of a patch", patch);
        int Whole(string what, int place)
        {
            int size = Sizes.Constant(what, images.Shape[place].Size);
            return size % side == 0 ? size / side : throw ShapeException.Patch(patch, images.Shape);
        }

        int rows = Whole("The height of an image", rank - 3), columns = Whole("The width of an image", rank - 2);
        Sizes.Constant("The number of channels of an image", images.Shape[rank - 1].Size);

        // (…, rows, side, columns, side, channels) → (…, rows, columns, side, side, channels)
        var apart = SplitAxis(SplitAxis(images, rank - 2, columns, patch), rank - 3, rows, patch);
        var order = Enumerable.Range(0, rank - 3).Concat([rank - 3, rank - 1, rank - 2, rank, rank + 1]);
        var sorted = Transpose(apart, [.. order.Select(i => (AxisRef)i)]);
        return MergeAxes(MergeAxes(MergeAxes(sorted, rank), rank - 1), rank - 3);
    }
}
