namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Splits an axis of size <paramref name="outer"/> · <paramref name="inner"/> in two: (…, H·D, …) becomes
    /// (…, H, D, …).
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, or its size is another one.</exception>
    public static Tensor SplitAxis(Tensor x, AxisRef axis, Dim outer, Dim inner)
    {
        int index = axis.In(x.Shape);
        Sizes.Positive("The outer size of a split", outer);
        Sizes.Positive("The inner size of a split", inner);
        var shape = new Shape(x.Shape.Axes.SelectMany((a, i) =>
            i == index ? [new Axis(null, outer), new Axis(null, inner)] : new[] { a }));
        if (outer * inner != x.Shape[index].Size)
            throw ShapeException.Split(x.Shape, shape, x.Shape[index].Size, outer);
        return Primitives.Reshape(x, shape);
    }

    /// <summary>Joins an axis and the next: (…, H, D, …) becomes (…, H·D, …).</summary>
    /// <exception cref="ShapeException">There is no such axis, or none follows it.</exception>
    public static Tensor MergeAxes(Tensor x, AxisRef axis)
    {
        int index = axis.In(x.Shape);
        AxisRef next = index + 1;
        var merged = new Axis(null, x.Shape[index].Size * x.Shape[next.In(x.Shape)].Size);
        return Primitives.Reshape(x, new Shape(x.Shape.With(index, merged).Axes.Where((_, i) => i != index + 1)));
    }

    /// <summary>Brings the axes into another order; each is given once.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is missing or given twice.</exception>
    public static Tensor Transpose(Tensor x, params AxisRef[] axes)
    {
        int[] order = [.. axes.Select(axis => axis.In(x.Shape))];
        if (order.Length != x.Shape.Rank || order.Distinct().Count() != order.Length)
            throw ShapeException.Order(x.Shape, string.Join(", ", axes), Missing(order, x.Shape));
        return Primitives.Transpose(x, order);
    }

    // Where the one axis belongs that an order lacks: in place of one that comes twice, or at the end.
    private static (string Wrong, string Right)? Missing(int[] order, Shape shape)
    {
        int[] missing = [.. Enumerable.Range(0, shape.Rank).Except(order)];
        if (missing.Length != 1 || order.Length > shape.Rank)
            return null;
        int[] places = order.Length < shape.Rank ? [order.Length]
            : [.. Enumerable.Range(0, order.Length).Where(place => order.Count(axis => axis == order[place]) > 1).Reverse()];
        // An order that changes nothing is not what was meant.
        int Axis(int place, int at) => place == at ? missing[0] : order[place];
        int[] fitting = [.. places.Where(at => Enumerable.Range(0, shape.Rank).Any(place => Axis(place, at) != place))];
        string axis = shape[missing[0]].Name is { } name ? $"\"{name}\"" : FormattableString.Invariant($"{missing[0]}");
        return fitting.Length == 0 ? null : (FormattableString.Invariant($"axis {fitting[0]}"), axis);
    }

    /// <summary>Gives an axis another name.</summary>
    /// <exception cref="ShapeException">There is no such axis, or another one has that name.</exception>
    public static Tensor Rename(Tensor x, AxisRef axis, string name)
    {
        int index = axis.In(x.Shape);
        int holder = x.Shape.IndexOf(name);
        if (holder >= 0 && holder != index)
            throw ShapeException.RepeatedAxis(name, x.Shape);
        return Primitives.Reshape(x, x.Shape.With(index, new Axis(name, x.Shape[index].Size)));
    }

    /// <summary>The numbers 0, 1, 2, … along an axis of <paramref name="x"/>: that axis alone, with its name.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Index(Tensor x, AxisRef axis) => Primitives.Index(x.Shape[axis.In(x.Shape)]);

    internal static Tensor Append(Tensor x) => Primitives.Reshape(x, new Shape(x.Shape.Axes.Concat([Axis.One])));

    /// <summary>How many elements an axis has, as a number: a single one, shape ().</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Size(Tensor x, AxisRef axis) => Primitives.Size(x.Shape[axis.In(x.Shape)].Size);
}
