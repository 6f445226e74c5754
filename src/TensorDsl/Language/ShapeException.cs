namespace TensorDsl;

/// <summary>
/// A definition's mistake about shapes. Run eagerly it is thrown from the guilty operation; read by the compiler it
/// becomes the diagnostic <see cref="Id"/> on the guilty expression.
/// </summary>
public sealed class ShapeException : Exception
{
    private ShapeException(string id, string message) : base(message) => Id = id;

    /// <summary>The diagnostic's id, <c>TDSL010</c> for example; <c>docs/diagnostics</c> has a page for each.</summary>
    public string Id { get; }

    /// <summary>Two shapes that no broadcasting brings together.</summary>
    public static ShapeException Mismatch(string operation, Shape left, Shape right, string reason) =>
        new("TDSL010", $"{operation} of {left} and {right}: {reason}");

    /// <summary>A contraction whose operands disagree about the size of a letter.</summary>
    public static ShapeException Contraction(string spec, string letter, Axis left, Axis right, Shape a, Shape b) =>
        new("TDSL011", $"The contraction \"{spec}\" of {a} and {b} binds '{letter}' to {left} and to {right}");

    /// <summary>An axis that the tensor does not have.</summary>
    public static ShapeException UnknownAxis(string axis, Shape shape) =>
        new("TDSL012", $"There is no axis {axis} in {shape}");

    /// <summary>A size that is zero or negative.</summary>
    public static ShapeException NotPositive(string what, Dim size) =>
        new("TDSL013", $"{what} must be positive, but is {size}");

    /// <summary>A contraction that cannot be read.</summary>
    public static ShapeException Specification(string spec, string reason) =>
        new("TDSL014", $"The contraction \"{spec}\" is malformed: {reason}");

    /// <summary>A reshape that would lose or invent elements.</summary>
    public static ShapeException Reshape(Shape from, string to) =>
        new("TDSL015", $"{from} has {from.Count} elements and cannot become {to}");

    /// <summary>Two parameters of one name.</summary>
    public static ShapeException NameCollision(string name) =>
        new("TDSL016", $"Two parameters are named '{name}'");
}
