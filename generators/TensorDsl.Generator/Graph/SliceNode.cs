namespace TensorDsl.Generator.Graph;

/// <summary>The elements of one axis that lie at a placement.</summary>
internal sealed class SliceNode(Region region, int axis, Axis part, Placement at, Node x) : Node(region, x.Shape.With(axis, part), x)
{
    public int Axis => axis;

    public Placement At => at;

    public override string Attributes => $"{axis} {part} {at.Start} {at.Step}";
}
