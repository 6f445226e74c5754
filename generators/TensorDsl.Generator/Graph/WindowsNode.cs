namespace TensorDsl.Generator.Graph;

/// <summary>Windows of one axis, a step apart: the axis becomes two, the windows and their elements.</summary>
internal sealed class WindowsNode(Region region, int axis, Axis count, Axis size, int step, Node x)
    : Node(region, x.Shape.Split(axis, count, size), x)
{
    public int Axis => axis;

    public int Step => step;

    public override string Attributes => FormattableString.Invariant($"{axis} {count} {size} {step}");
}

/// <summary>The sum of overlapping windows along an axis: the transpose of <see cref="WindowsNode"/>.</summary>
internal sealed class OverlapNode(Region region, int axis, Axis whole, int step, Node windows)
    : Node(region, new Shape(windows.Shape.With(axis, whole).Axes.Where((_, i) => i != axis + 1)), windows)
{
    public int Axis => axis;

    public int Step => step;

    public override string Attributes => FormattableString.Invariant($"{axis} {whole} {step}");
}
