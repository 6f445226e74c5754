namespace TensorDsl;

// Parts of tokens, so that one text is a model's input and its target.
public static partial class Ops
{
    /// <summary>Tokens without the first ones along an axis: <c>Skip(tokens, "T", 1)</c> is what each token but the last is followed by.</summary>
    /// <inheritdoc cref="SkipLast(Tensor, AxisRef, int)"/>
    public static Tokens Skip(Tokens x, AxisRef axis, int count) => Moved(x, y => Skip(y, axis, count));

    /// <summary>Tokens without the last ones along an axis.</summary>
    /// <inheritdoc cref="SkipLast(Tensor, AxisRef, int)"/>
    public static Tokens SkipLast(Tokens x, AxisRef axis, int count) => Moved(x, y => SkipLast(y, axis, count));

    /// <summary>The first tokens along an axis.</summary>
    /// <inheritdoc cref="TakeLast(Tensor, AxisRef, Dim)"/>
    public static Tokens Take(Tokens x, AxisRef axis, Dim count) => Moved(x, y => Take(y, axis, count));

    /// <summary>The last tokens along an axis.</summary>
    /// <inheritdoc cref="TakeLast(Tensor, AxisRef, Dim)"/>
    public static Tokens TakeLast(Tokens x, AxisRef axis, Dim count) => Moved(x, y => TakeLast(y, axis, count));

    /// <summary>
    /// Tokens moved on by so many places along an axis, and <paramref name="value"/> where there is none before:
    /// <c>Shift(tokens, "T", 1, start)</c> is what a decoder reads that writes the tokens.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, or the value is negative.</exception>
    public static Tokens Shift(Tokens x, AxisRef axis, int by, int value) => Moved(x, y => Shift(y, axis, by, Filling(value)), value);

    /// <summary>Tokens with others of one value before and after them along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; it keeps its name.</param>
    /// <param name="before">How many come before; at least 0.</param>
    /// <param name="after">How many come after; at least 0.</param>
    /// <param name="value">Which, such as that which a text starts with.</param>
    /// <exception cref="ShapeException">There is no such axis, or a number is negative.</exception>
    public static Tokens Pad(Tokens x, AxisRef axis, int before, int after, int value) =>
        Moved(x, y => Pad(y, axis, before, after, Filling(value)), value);

    private static Tokens Moved(Tokens x, Func<Tensor, Tensor> move, int value = 0) => Primitives.Whole(move(Primitives.Values(x)), x, value);

    private static double Filling(int value) => value >= 0 ? value : throw ShapeException.NotPositive("A token", value);
}
