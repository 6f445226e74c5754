namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Windows of an axis, each <paramref name="step"/> further on than the one before: (…, N, …) becomes
    /// (…, (N − size) / step + 1, size, …). No copy is made where what reads them can do without; in the backward pass
    /// what overlaps is summed.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; its name stays with the windows. If its size is known at run time only, a window must fit into it then.</param>
    /// <param name="size">The elements of a window, a constant of at most the axis's size.</param>
    /// <param name="step">From one window to the next; positive.</param>
    /// <param name="name">The name of the axis along a window's elements, if any.</param>
    /// <exception cref="ShapeException">There is no such axis or name, a size is no positive constant, or a window is larger than the axis.</exception>
    public static Tensor Windows(Tensor x, AxisRef axis, Dim size, int step = 1, string? name = null)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        int count = Sizes.Constant("The size of a window", size);
        Sizes.Positive("The step of windows", step);
        var rest = (Offset)whole.Size + -count;
        if (!rest.MayBeNatural)
            throw ShapeException.Slice($"Windows of {size} elements", whole);
        if (name is not null && x.Shape.IndexOf(name) >= 0)
            throw ShapeException.RepeatedAxis(name, x.Shape);
        var windows = (rest.Over(step) + 1).ToDim();
        return Primitives.Windows(x, index, new Axis(whole.Name, windows), new Axis(name, size), step);
    }

    /// <summary>
    /// Convolution along one axis, as the networks' literature understands it (no kernel is turned round): x
    /// (…, L, In) and weight (size, In, Out) give (…, (L − size) / step + 1, Out).
    /// </summary>
    /// <param name="x">The axis to walk along last but one, the channels last.</param>
    /// <param name="weight">(size, In, Out).</param>
    /// <param name="step">From one window to the next.</param>
    /// <param name="padding">Zeros at either end of L; (size − 1) / 2 keeps L.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Convolution1D(Tensor x, Tensor weight, int step = 1, int padding = 0)
    {
        if (weight.Shape.Rank != 3)
            throw ShapeException.Rank("The weight of a convolution along one axis", "(size, In, Out)", weight.Shape);
        return Einsum("... size in, size in out -> ... out", Windows(Pad(x, -2, padding, padding), -2, weight.Shape[0].Size, step), weight);
    }

    /// <summary>
    /// Convolution over two axes: x (…, H, W, In) and weight (height, width, In, Out) give (…, (H − height) / step + 1,
    /// (W − width) / step + 1, Out).
    /// </summary>
    /// <param name="x">Rows, columns and channels last.</param>
    /// <param name="weight">(height, width, In, Out).</param>
    /// <param name="step">From one window to the next, along both axes.</param>
    /// <param name="padding">Zeros at all four sides.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Convolution2D(Tensor x, Tensor weight, int step = 1, int padding = 0)
    {
        if (weight.Shape.Rank != 4)
            throw ShapeException.Rank("The weight of a convolution over two axes", "(height, width, In, Out)", weight.Shape);
        var padded = Pad(Pad(x, -3, padding, padding), -2, padding, padding);
        var windows = Windows(Windows(padded, -2, weight.Shape[1].Size, step), -4, weight.Shape[0].Size, step);
        return Einsum("... height columns width in, height width in out -> ... columns out", windows, weight);
    }

    /// <summary>
    /// Convolution along an axis such as time, each position seeing itself and those before it: x (…, T, In) and weight
    /// (size, In, Out) give (…, T, Out); weight[size − 1] meets the position itself. T may be known at run time only.
    /// </summary>
    /// <param name="x">The axis to walk along last but one, the channels last.</param>
    /// <param name="weight">(size, In, Out), the size a constant.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor CausalConvolution(Tensor x, Tensor weight)
    {
        if (weight.Shape.Rank != 3)
            throw ShapeException.Rank("The weight of a convolution along one axis", "(size, In, Out)", weight.Shape);
        var seen = new Tensor[Sizes.Constant("The size of a convolution's window", weight.Shape[0].Size)];
        for (int back = 0; back < seen.Length; back++)
            seen[seen.Length - 1 - back] = Shift(x, -2, back);
        return Einsum("... size in, size in out -> ... out", Stack(-2, seen), weight);
    }

    /// <summary>The largest element of each window along an axis: (…, N, …) becomes (…, (N − size) / step + 1, …).</summary>
    /// <inheritdoc cref="Windows" path="/exception"/>
    public static Tensor MaxPool(Tensor x, AxisRef axis, Dim size, int step)
    {
        int index = axis.In(x.Shape);
        return Max(Windows(x, index, size, step), index + 1);
    }

    /// <summary>The mean of each window along an axis: (…, N, …) becomes (…, (N − size) / step + 1, …).</summary>
    /// <inheritdoc cref="Windows" path="/exception"/>
    public static Tensor MeanPool(Tensor x, AxisRef axis, Dim size, int step)
    {
        int index = axis.In(x.Shape);
        return Mean(Windows(x, index, size, step), index + 1);
    }
}
