namespace TensorDsl.Generator.Graph;

/// <summary>
/// What belongs to the iteration of a loop: of x (N, …), whose first axis has an element for each of the loop's N
/// iterations, that one's (…). It is the transpose of <see cref="CollectedNode"/>.
/// </summary>
internal sealed class ElementNode(LoopNode loop, Node x) : Node(loop.Body, new Shape(x.Shape.Axes.Skip(1)), x)
{
    // One of another loop is another one, so a loop's number tells them apart.
    public override string Attributes => Region.Loop!.Id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What each iteration made of a value of the loop's body, (…), behind each other: (N, …).</summary>
internal sealed class CollectedNode(LoopNode loop, Axis axis, Node value)
    : Node(loop.Region, new Shape(new[] { axis }.Concat(value.Shape.Axes)), loop, value)
{
    public LoopNode Loop => (LoopNode)Inputs[0];

    public Node Value => Inputs[1];

    public override string Attributes => Shape[0].ToString();
}
