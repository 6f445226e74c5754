namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A learned vector before the others of a sequence, in which layers of attention gather what all of it says; after them
    /// it is <c>At(x, -2, 0)</c> (Devlin et al.: BERT, 2019; Dosovitskiy et al.: An Image is Worth 16×16 Words, 2021).
    /// <list type="table">
    /// <item><term>x</term><description>(…, N, D), D a constant</description></item>
    /// <item><term>token</term><description>(1, D), parameter <c>classToken</c></description></item>
    /// <item><term>result</term><description>(…, 1 + N, D)</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The sequence, such as patches of an image.</param>
    /// <param name="init">How the vector starts; normal with deviation 0.02 if not given.</param>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="ShapeException">x has no axis of positions, or D is not constant.</exception>
    public static Tensor PrependClassToken(Tensor x, Initializer? init = null, string name = "classToken")
    {
        AxisRef positions = -2, width = -1;
        int place = positions.In(x.Shape);
        var token = Parameter(name, init ?? Normal(0.02), 1, x.Shape[width.In(x.Shape)].Size);
        return Concat(place, Primitives.Expand(token, x.Shape.With(place, Axis.One)), x);
    }
}
