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

    /// <summary>The number of a size that must be known at compile time.</summary>
    /// <exception cref="ShapeException">The size is zero or negative, or known at run time only.</exception>
    public static int Constant(string what, Dim size)
    {
        Positive(what, size);
        return size.IsConstant ? size.Value : throw ShapeException.NotConstant(what, size);
    }
}
