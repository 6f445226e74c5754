namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A learned vector for each position, to be added to what stands there
    /// (Gehring et al.: Convolutional Sequence to Sequence Learning, 2017).
    /// <list type="table">
    /// <item><term>tokens</term><description>(B, T), T at most <paramref name="context"/>: the longest sequence</description></item>
    /// <item><term>table</term><description>(<paramref name="context"/>, <paramref name="width"/>), parameter <c>positions.table</c></description></item>
    /// <item><term>result</term><description>(T, <paramref name="width"/>), the table's rows 0 … T − 1</description></item>
    /// </list>
    /// </summary>
    /// <param name="tokens">Any axes, the positions last; only the shape matters.</param>
    /// <param name="context">The longest sequence.</param>
    /// <param name="width">The size of each vector.</param>
    /// <param name="init">How the table starts; normal with deviation 0.02 if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or T is larger than the context.</exception>
    public static Tensor LearnedPositions(
        Tokens tokens, Dim context, Dim width, Initializer? init = null, string name = "positions")
    {
        AxisRef last = -1;
        return Positions(tokens.Shape[last.In(tokens.Shape)], context, width, init, name);
    }

    /// <summary>The same for vectors x (B, T, Width): a learned vector for each position, (T, Width).</summary>
    /// <param name="x">Any axes, the positions last but one; only the shape matters.</param>
    /// <param name="context">The longest sequence.</param>
    /// <param name="init">How the table starts; normal with deviation 0.02 if not given.</param>
    /// <param name="name">The block's name in the parameters' names.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or T is larger than the context.</exception>
    public static Tensor LearnedPositions(Tensor x, Dim context, Initializer? init = null, string name = "positions")
    {
        AxisRef positions = -2, width = -1;
        return Positions(x.Shape[positions.In(x.Shape)], context, x.Shape[width.In(x.Shape)].Size, init, name);
    }

    // Bounds the positions of x (…, T, Width) by the longest sequence, where no table does.
    internal static void Bound(Tensor x, Dim context)
    {
        AxisRef positions = -2;
        Sizes.Constant("The longest sequence", context);
        Leading(Primitives.Index(new Axis(null, context)), x.Shape[positions.In(x.Shape)]);
    }

    private static Tensor Positions(Axis positions, Dim context, Dim width, Initializer? init, string name)
    {
        using var scope = Definition.Current.Names.Open(name);
        return Leading(Parameter("table", init ?? Normal(0.02), context, width), positions);
    }

    private static Tensor Leading(Tensor table, Axis positions)
    {
        if (positions.Size.IsConstant && positions.Size.Value > table.Shape[0].Size.Value)
            throw ShapeException.Slice($"The first {positions} elements", table.Shape[0]);
        return Primitives.Slice(table, 0, positions, Placement.Leading);
    }
}
