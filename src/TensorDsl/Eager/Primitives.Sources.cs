namespace TensorDsl;

// What tensors start from.
internal static partial class Primitives
{
    public static Tensor Constant(double value) => new(Shape.Scalar, [value]);

    /// <summary>A size as a number: shape ().</summary>
    public static Tensor Size(Dim size) => Constant(size.Value);

    public static Tensor Index(Axis axis) =>
        new(new Shape(axis), [.. Enumerable.Range(0, axis.Size.Value).Select(i => (double)i)]);

    /// <summary>All tokens below a number: shape (n). What is looked up among them must be one of them.</summary>
    public static Tensor Vocabulary(Dim n) => Index(new Axis(null, n));

    public static Tensor Values(Tokens tokens) => new(tokens.Shape, [.. tokens.Values.Select(token => (double)token)]);

    /// <summary>Tokens moved about, or <paramref name="value"/>, as tokens again.</summary>
    public static Tokens Whole(Tensor numbers, Tokens moved, int value) => new(numbers.Shape, [.. numbers.Data.Select(number => (int)number)]);

    public static Tensor Parameter(string fullName, Shape shape, Initializer init) =>
        Definition.Current.Model.Parameter(fullName, shape, init);

    public static Tensor StopGradient(Tensor x) => new(x.Shape, x.Data);
}
