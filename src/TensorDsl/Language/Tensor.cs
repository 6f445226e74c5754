namespace TensorDsl;

/// <summary>
/// A tensor of a definition. Run eagerly it holds numbers in double precision and the tape they came from; read by the
/// compiler it is a node of the graph. Operations are the operators here and the methods of <see cref="Ops"/>.
/// </summary>
public sealed partial class Tensor
{
    /// <summary>The axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>A tensor of one number.</summary>
    public static implicit operator Tensor(double value) => Primitives.Constant(value);

    /// <summary>A tensor of one number.</summary>
    public static Tensor FromDouble(double value) => value;

    /// <summary>−x, element by element.</summary>
    public static Tensor operator -(Tensor x) => Primitives.Map(Function.Negate, x);

    /// <summary>The sum, broadcast by axis.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Primitives.Map(Function.Add, left, right);

    /// <summary>The difference, broadcast by axis.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Primitives.Map(Function.Subtract, left, right);

    /// <summary>The product, broadcast by axis.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Primitives.Map(Function.Multiply, left, right);

    /// <summary>The quotient, broadcast by axis.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Primitives.Map(Function.Divide, left, right);

    /// <summary>1 where left is less than right, else 0; broadcast by axis.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Primitives.Map(Function.Less, left, right);

    /// <summary>1 where left is greater than right, else 0; broadcast by axis.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Primitives.Map(Function.Less, right, left);

    /// <summary>1 where left is at most right, else 0; broadcast by axis.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Primitives.Map(Function.LessEqual, left, right);

    /// <summary>1 where left is at least right, else 0; broadcast by axis.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Primitives.Map(Function.LessEqual, right, left);
}
