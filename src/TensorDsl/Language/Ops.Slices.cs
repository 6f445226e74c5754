namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Part of an axis: <paramref name="size"/> elements from <paramref name="start"/> on, every
    /// <paramref name="step"/>-th. No copy is made where what reads it can do without.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; it keeps its name. If its size is known at run time only, it must be long enough then.</param>
    /// <param name="start">The first element; negative counts from the end.</param>
    /// <param name="size">How many elements; may depend on the sizes of inputs.</param>
    /// <param name="step">From one element to the next; negative goes backwards; not 0.</param>
    /// <exception cref="ShapeException">There is no such axis, or the part is not inside it.</exception>
    public static Tensor Slice(Tensor x, AxisRef axis, int start, Dim size, int step = 1)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        Sizes.Positive("The size of a slice", size);
        var first = From(whole, start);
        var last = first + (((Offset)size + -1) * step);
        if (step == 0 || !MayLieIn(whole, first) || !MayLieIn(whole, last))
            throw ShapeException.Slice(FormattableString.Invariant($"{size} elements from {start} on in steps of {step}"), whole, Left(whole, start, step));
        return Primitives.Slice(x, index, new Axis(whole.Name, size), new Placement(first, step));
    }

    /// <summary>One element of an axis, which then is left out: <c>At(x, "T", -1)</c> is the last position of x.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; if its size is known at run time only, it must be long enough then.</param>
    /// <param name="place">Which element; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis or element.</exception>
    public static Tensor At(Tensor x, AxisRef axis, int place)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        var start = From(whole, place);
        if (!MayLieIn(whole, start))
            throw ShapeException.Slice(FormattableString.Invariant($"Elements at {place}"), whole);
        return Squeeze(Primitives.Slice(x, index, Axis.One, new Placement(start, 1)), index);
    }

    /// <summary>
    /// An axis cut into parts, one after the other: <c>var (q, k, v) = Split(x, -1, DK, DK, DV);</c>.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, a size is not positive, or together they are not the axis.</exception>
    public static Tensor[] Split(Tensor x, AxisRef axis, params Dim[] sizes)
    {
        int index = axis.In(x.Shape);
        foreach (var size in sizes)
            Sizes.Positive("The size of a part", size);
        var whole = x.Shape[index];
        if (!sizes.Aggregate((Offset)0, (sum, size) => sum + size).Equals(whole.Size))
            throw ShapeException.Reshape(x.Shape, $"parts of {string.Join(" + ", sizes)} along {whole}");
        var parts = new Tensor[sizes.Length];
        Offset start = 0;
        for (int i = 0; i < parts.Length; start += sizes[i++])
            parts[i] = Primitives.Slice(x, index, new Axis(whole.Name, sizes[i]), new Placement(start, 1));
        return parts;
    }

    /// <summary>An axis without its first elements: <c>Skip(x, "T", 1)</c> is x from the second position on.</summary>
    /// <inheritdoc cref="SkipLast(Tensor, AxisRef, int)"/>
    public static Tensor Skip(Tensor x, AxisRef axis, int count) => WithoutEnds(x, axis, count, 0);

    /// <summary>An axis without its last elements.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; it keeps its name. If its size is known at run time only, it must be longer than that then.</param>
    /// <param name="count">How many elements are left out; at least 0, and fewer than there are.</param>
    /// <exception cref="ShapeException">There is no such axis, or nothing would be left of it.</exception>
    public static Tensor SkipLast(Tensor x, AxisRef axis, int count) => WithoutEnds(x, axis, 0, count);

    /// <summary>The first elements of an axis.</summary>
    /// <inheritdoc cref="TakeLast(Tensor, AxisRef, Dim)"/>
    public static Tensor Take(Tensor x, AxisRef axis, Dim count) => Slice(x, axis, 0, count);

    /// <summary>The last elements of an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; it keeps its name. If its size is known at run time only, it must be long enough then.</param>
    /// <param name="count">How many elements.</param>
    /// <exception cref="ShapeException">There is no such axis, or it has fewer elements.</exception>
    public static Tensor TakeLast(Tensor x, AxisRef axis, Dim count)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        Sizes.Positive("The size of a slice", count);
        var start = (Offset)whole.Size - count;
        return start.MayBeNatural
            ? Primitives.Slice(x, index, new Axis(whole.Name, count), new Placement(start, 1))
            : throw ShapeException.Slice($"The last {count} elements", whole);
    }

    /// <summary>The elements of an axis in reversed order.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Flip(Tensor x, AxisRef axis)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        return whole.Size.IsOne ? x : Primitives.Slice(x, index, whole, new Placement((Offset)whole.Size + -1, -1));
    }

    /// <summary>Names two parts: <c>var (left, right) = Split(x, -1, 4, 4);</c>.</summary>
    public static void Deconstruct(this Tensor[] parts, out Tensor first, out Tensor second)
    {
        Count(parts, 2);
        (first, second) = (parts[0], parts[1]);
    }

    /// <summary>Names three parts.</summary>
    public static void Deconstruct(this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third)
    {
        Count(parts, 3);
        (first, second, third) = (parts[0], parts[1], parts[2]);
    }

    /// <summary>Names four parts.</summary>
    public static void Deconstruct(this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third, out Tensor fourth)
    {
        Count(parts, 4);
        (first, second, third, fourth) = (parts[0], parts[1], parts[2], parts[3]);
    }

    private static void Count(Tensor[] parts, int names)
    {
        if (parts.Length != names)
            throw new ArgumentException(FormattableString.Invariant($"{parts.Length} tensors cannot be given {names} names."));
    }

    // What an axis of constant size has from a place on.
    private static string? Left(Axis whole, int start, int step)
    {
        if (!whole.Size.IsConstant || step == 0)
            return null;
        long all = whole.Size.Factor, first = start < 0 ? start + all : start;
        long left = first < 0 || first >= all ? 0 : ((step > 0 ? all - 1 - first : first) / Math.Abs((long)step)) + 1;
        return FormattableString.Invariant($"there are {left}");
    }

    // The place that is meant, which may count from the end.
    private static Offset From(Axis whole, int place) => place < 0 ? (Offset)whole.Size + place : place;

    // Whether the axis, where it is long enough, has such a place.
    private static bool MayLieIn(Axis whole, Offset place) => place.MayBeNatural && ((Offset)whole.Size - place + -1).MayBeNatural;

    private static Tensor WithoutEnds(Tensor x, AxisRef axis, int before, int after)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        if (before < 0 || after < 0)
            throw ShapeException.Slice(FormattableString.Invariant($"All but {before + after} elements"), whole);
        var left = (Offset)whole.Size + -(before + after);
        if (!(left + -1).MayBeNatural)
            throw ShapeException.Slice(FormattableString.Invariant($"All but {before + after} elements"), whole);
        return before + after == 0 ? x : Primitives.Slice(x, index, new Axis(whole.Name, left.ToDim()), new Placement(before, 1));
    }
}
