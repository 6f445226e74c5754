namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Numbers that the definition computes in C# and that never change: no parameter, and no gradient passes. In the
    /// generated code they stand as data.
    /// <code>
    /// double[] slopes = new double[Heads];
    /// for (int i = 0; i &lt; Heads; i++)
    ///     slopes[i] = Math.Pow(2, -8.0 * (i + 1) / Heads);
    /// var table = Table(slopes, Heads, 1, 1);
    /// </code>
    /// </summary>
    /// <param name="values">The numbers, row-major.</param>
    /// <param name="sizes">Positive constants; without any, the result is a row of all numbers.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or there are more or fewer numbers than elements.</exception>
    public static Tensor Table(double[] values, params Dim[] sizes)
    {
        if (values is null)
            throw new ArgumentNullException(nameof(values));
        if (sizes is null)
            throw new ArgumentNullException(nameof(sizes));
        foreach (var size in sizes)
            Sizes.Constant("A size of a table", size);
        if (sizes.Length == 0)
            sizes = [Sizes.Constant("The length of a table", values.Length)];
        var shape = new Shape(sizes.Select(size => new Axis(null, size)));
        return shape.Count.Factor == values.Length
            ? Primitives.Table(shape, (double[])values.Clone())
            : throw ShapeException.Table(values.Length, shape);
    }

    /// <summary>The same from rows and columns: <c>Table(new double[,] { { 1, -1 }, { 0, 1 } })</c>.</summary>
    /// <param name="values">The numbers.</param>
    /// <returns>As many rows and columns.</returns>
    /// <exception cref="ShapeException">There are no numbers.</exception>
    public static Tensor Table(double[,] values)
    {
        if (values is null)
            throw new ArgumentNullException(nameof(values));
        return Table((row, column) => values[row, column], values.GetLength(0), values.GetLength(1));
    }

    /// <summary>The same from a rule in C#: <c>Table((i, j) =&gt; Math.Cos(i * j), 4, 4)</c>.</summary>
    /// <param name="value">From row and column, counted from 0, the number there.</param>
    /// <param name="rows">How many rows there are, a positive constant.</param>
    /// <param name="columns">How many columns there are, a positive constant.</param>
    /// <returns>(<paramref name="rows"/>, <paramref name="columns"/>).</returns>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Tensor Table(Func<int, int, double> value, Dim rows, Dim columns)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value));
        int height = Sizes.Constant("The number of a table's rows", rows), width = Sizes.Constant("The number of a table's columns", columns);
        double[] values = new double[checked(height * width)];
        for (int i = 0; i < values.Length; i++)
            values[i] = value(i / width, i % width);
        return Table(values, rows, columns);
    }
}
