namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Rotary positions: each pair of a query's or key's numbers is turned by an angle that grows with its position, so that
    /// the product of both depends on their distance alone
    /// (Su et al.: RoFormer: Enhanced Transformer with Rotary Position Embedding, 2021).
    /// <list type="table">
    /// <item><term>x</term><description>(…, T, Heads, D), D even</description></item>
    /// <item><term>pairs</term><description>
    /// i and i + D/2, for i below D/2: (a, b) at position t becomes (a·cos − b·sin, a·sin + b·cos) of t · theta^(−2i / D).
    /// The paper pairs neighbours, which is the same up to the order of the weights' columns; halves are read in vectors.
    /// </description></item>
    /// <item><term>result</term><description>(…, T, Heads, D)</description></item>
    /// </list>
    /// It goes to attention as <c>rotate: q =&gt; Rotary(q)</c>. It has no parameters and no longest sequence.
    /// </summary>
    /// <param name="x">Queries or keys.</param>
    /// <param name="theta">The ratio between the longest and the shortest wavelength.</param>
    /// <exception cref="ShapeException">x has fewer than three axes, or D is not constant and even.</exception>
    public static Tensor Rotary(Tensor x, double theta = 10000)
    {
        AxisRef last = -1, positions = -3;
        var time = x.Shape[positions.In(x.Shape)];
        int width = Sizes.Constant("The width of the queries and keys", x.Shape[last.In(x.Shape)].Size);
        if (width % 2 != 0)
            throw ShapeException.Pairs(x.Shape[last.In(x.Shape)].Size, x.Shape);
        var pairs = SplitAxis(x, -1, 2, width / 2);
        var frequency = Exp(Primitives.Index(new Axis(null, width / 2)) * (-2 * Math.Log(theta) / width));
        var angle = Append(Append(Append(Primitives.Index(time)))) * frequency;
        var sign = Append((2 * Primitives.Index(new Axis(null, 2))) - 1);
        return MergeAxes((pairs * Cos(angle)) + (Flip(pairs, -2) * (sign * Sin(angle))), -2);
    }
}
