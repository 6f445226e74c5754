namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Sines and cosines of each position at wavelengths from 2π to 10000·2π, to be added to what stands there: at position t
    /// the columns 2i and 2i + 1 are sin and cos of t / 10000^(2i / width)
    /// (Vaswani et al.: Attention Is All You Need, 2017, section 3.5).
    /// <list type="table">
    /// <item><term>tokens</term><description>(B, T)</description></item>
    /// <item><term>result</term><description>(T, <paramref name="width"/>)</description></item>
    /// </list>
    /// It has no parameters and no longest sequence.
    /// </summary>
    /// <param name="tokens">Any axes, the positions last; only the shape matters.</param>
    /// <param name="width">The size of each vector.</param>
    /// <exception cref="ShapeException">The width is not a positive constant.</exception>
    public static Tensor SinusoidalPositions(Tokens tokens, Dim width)
    {
        AxisRef last = -1;
        return Sinusoids(tokens.Shape[last.In(tokens.Shape)], width);
    }

    /// <summary>The same for vectors x (B, T, Width): (T, Width).</summary>
    /// <param name="x">Any axes, the positions last but one; only the shape matters.</param>
    /// <exception cref="ShapeException">x has no axis of positions, or its width is not a constant.</exception>
    public static Tensor SinusoidalPositions(Tensor x)
    {
        AxisRef positions = -2, width = -1;
        return Sinusoids(x.Shape[positions.In(x.Shape)], x.Shape[width.In(x.Shape)].Size);
    }

    private static Tensor Sinusoids(Axis positions, Dim width)
    {
        int size = Sizes.Constant("The width of the positions", width);
        var column = Primitives.Index(new Axis(null, width));

        // The cosine of π times a whole number is 1 or −1.
        var isOdd = Cos(column * Math.PI) < 0;
        var angle = Append(Primitives.Index(positions)) * Exp((column - isOdd) * (-Math.Log(10000) / size));
        return Where(isOdd, Cos(angle), Sin(angle));
    }
}
