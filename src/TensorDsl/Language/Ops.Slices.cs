namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Part of an axis: <paramref name="size"/> elements from <paramref name="start"/> on, every
    /// <paramref name="step"/>-th. No copy is made where what reads it can do without.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, of constant size; it keeps its name.</param>
    /// <param name="start">The first element; negative counts from the end.</param>
    /// <param name="size">How many elements, a constant.</param>
    /// <param name="step">From one element to the next; negative goes backwards; not 0.</param>
    /// <exception cref="ShapeException">There is no such axis, its size is known at run time only, or the part is not inside it.</exception>
    public static Tensor Slice(Tensor x, AxisRef axis, int start, Dim size, int step = 1)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        int count = Sizes.Constant("The size of a slice", size), all = Sizes.Constant("The size of a sliced axis", whole.Size);
        long first = start < 0 ? (long)start + all : start;
        long last = first + ((long)step * (count - 1));
        if (step == 0 || first < 0 || first >= all || last < 0 || last >= all)
            throw ShapeException.Slice(FormattableString.Invariant($"{size} elements from {start} on in steps of {step}"), whole);
        return Primitives.Slice(x, index, new Axis(whole.Name, size), new Placement((int)first, step));
    }

    /// <summary>One element of an axis, which then is left out: <c>At(x, "T", -1)</c> is the last position of x.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; if its size is known at run time only, it has a first (0) and a last (−1) element.</param>
    /// <param name="place">Which element; negative counts from the end.</param>
    /// <exception cref="ShapeException">There is no such axis or element.</exception>
    public static Tensor At(Tensor x, AxisRef axis, int place)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        bool isInside = whole.Size.IsConstant ? place >= -whole.Size.Factor && place < whole.Size.Factor : place is 0 or -1;
        if (!isInside)
            throw ShapeException.Slice(FormattableString.Invariant($"Elements at {place}"), whole);
        var start = place < 0 ? (Offset)whole.Size.Plain + place : place;
        return Squeeze(Primitives.Slice(x, index, Axis.One, new Placement(start, 1)), index);
    }

    /// <summary>
    /// An axis cut into parts, one after the other: <c>var (q, k, v) = Split(x, -1, DK, DK, DV);</c>.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, a size is not a positive constant, or together they are not the axis.</exception>
    public static Tensor[] Split(Tensor x, AxisRef axis, params Dim[] sizes)
    {
        int index = axis.In(x.Shape), start = 0;
        foreach (var size in sizes)
            start = checked(start + Sizes.Constant("The size of a part", size));
        if (x.Shape[index].Size != start)
            throw ShapeException.Reshape(x.Shape, $"parts of {string.Join(" + ", sizes)} along {x.Shape[index]}");
        var parts = new Tensor[sizes.Length];
        start = 0;
        for (int i = 0; i < parts.Length; start += sizes[i++].Value)
            parts[i] = Slice(x, index, start, sizes[i]);
        return parts;
    }

    /// <summary>The elements of an axis in reversed order.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Flip(Tensor x, AxisRef axis)
    {
        int index = axis.In(x.Shape);
        var whole = x.Shape[index];
        return whole.Size.IsOne ? x : Primitives.Slice(x, index, whole, new Placement((Offset)whole.Size.Plain + -1, -1));
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
}
