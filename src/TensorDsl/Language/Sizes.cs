namespace TensorDsl;

/// <summary>Checks of sizes that a definition gives.</summary>
internal static class Sizes
{
    /// <exception cref="ShapeException">The size is zero or negative.</exception>
    public static void Positive(string what, Dim size)
    {
        if (size.Factor <= 0)
            throw ShapeException.NotPositive(what, size);
    }

    /// <summary>Checks that the elements of a tensor can be counted.</summary>
    /// <exception cref="ShapeException">There are more than 2³¹ − 1 of them.</exception>
    public static void Countable(string what, Shape shape)
    {
        if (!IsCountable(shape))
            throw ShapeException.TooLarge(what, shape);
    }

    /// <summary>Whether there are at most 2³¹ − 1 elements.</summary>
    public static bool IsCountable(Shape shape) => shape.Axes.Aggregate(1.0, (count, axis) => count * axis.Size.Factor) <= int.MaxValue;

    /// <summary>The number of a size that must be known at compile time.</summary>
    /// <exception cref="ShapeException">The size is zero or negative, or known at run time only.</exception>
    public static int Constant(string what, Dim size)
    {
        Positive(what, size);
        return size.IsConstant ? size.Value : throw ShapeException.NotConstant(what, size);
    }
}
