namespace TensorDsl;

public static partial class Ops
{
    /// <summary>Every value 0.</summary>
    public static Initializer Zeros => ConstantOf(0);

    /// <summary>Every value 1.</summary>
    public static Initializer Ones => ConstantOf(1);

    /// <summary>
    /// A tensor that training changes, under a stable name: the open blocks' names and <paramref name="name"/>, joined by
    /// dots, for example <c>layers.0.selfAttention.query</c>.
    /// </summary>
    /// <param name="name">Letters, digits and underscores, a letter first.</param>
    /// <param name="init">How it starts.</param>
    /// <param name="sizes">Its axes' sizes: constants, all positive.</param>
    /// <exception cref="ShapeException">
    /// A size is not a positive constant, there are more than 2³¹ − 1 elements, the name is taken or malformed, or places that
    /// share the parameter differ in it.
    /// </exception>
    public static Tensor Parameter(string name, Initializer init, params Dim[] sizes)
    {
        var shape = new Shape(sizes.Select(size => new Axis(null, size)));
        string fullName = Definition.Current.Names.Own(name, shape, init);
        foreach (var size in sizes)
            Sizes.Constant($"A size of parameter '{fullName}'", size);
        Sizes.Countable($"The parameter '{fullName}'", shape);
        return Primitives.Parameter(fullName, shape, init);
    }

    /// <summary>Normal with mean 0.</summary>
    public static Initializer Normal(double standardDeviation) => new(InitializerKind.Normal, standardDeviation);

    /// <summary>Uniform on ±<paramref name="halfWidth"/>.</summary>
    public static Initializer Uniform(double halfWidth) => new(InitializerKind.Uniform, halfWidth);

    /// <summary>Every value the same.</summary>
    public static Initializer ConstantOf(double value) => new(InitializerKind.Constant, value);
}
