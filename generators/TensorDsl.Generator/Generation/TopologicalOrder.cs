using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Generation;

/// <summary>Puts the operations of a graph that was built on demand into an order in which they can run.</summary>
internal static class TopologicalOrder
{
    public static void Restore(Region region)
    {
        var ordered = new List<Node>();
        var seen = new HashSet<Node>();
        foreach (var phi in region.Nodes.OfType<PhiNode>())
            Visit(phi);
        foreach (var node in region.Nodes)
            Visit(node);
        foreach (var loop in ordered.OfType<LoopNode>())
            Restore(loop.Body);
        region.Nodes.Clear();
        region.Nodes.AddRange(ordered);

        void Visit(Node node)
        {
            if (node.Region != region || !seen.Add(node))
                return;
            foreach (var operand in Operands(node))
                Visit(operand);
            ordered.Add(node);
        }
    }

    // With what a loop's body takes from outside.
    private static IEnumerable<Node> Operands(Node node) => node is LoopNode loop
        ? loop.Carries.SelectMany(carry => new[] { carry.Init, carry.Next }).Concat(loop.Body.Nodes.SelectMany(Operands))
        : node.Inputs;
}
