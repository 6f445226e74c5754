using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// What the step of a scan makes of values from outside alone is the same at every position: it is computed once,
/// before. It runs before differentiation, so that the gradient is spared as well.
/// </summary>
internal static class Hoisting
{
    public static void Run(ModelGraph graph) => Run(graph.Main, new Rewriter(graph));

    private static void Run(Region region, Rewriter rewriter)
    {
        foreach (var loop in region.Nodes.OfType<LoopNode>().ToList())
        {
            Run(loop.Body, rewriter);
            foreach (var node in loop.Body.Nodes.Where(node => loop.IsScan && IsMade(node)).ToList())
            {
                if (node.Inputs.All(x => (x.IsImmediate() && x is not KeptNode) || !loop.Body.Encloses(x.Region)))
                    Hoist(node, loop, rewriter);
            }
        }
    }

    // Of numbers alone nothing is made that is worth memory; and random ones differ from position to position.
    private static bool IsMade(Node node) =>
        node is not (ElementNode or LoopNode) && node.Inputs.Any(x => !x.IsImmediate());

    private static void Hoist(Node node, LoopNode loop, Rewriter rewriter)
    {
        var inputs = node.Inputs.Select(x =>
            loop.Body.Encloses(x.Region) ? Rewriter.Insert(x.In(loop.Region, []), loop) : x).ToArray();
        loop.Body.Nodes.Remove(node);
        rewriter.Replace(node, Rewriter.Insert(node.In(loop.Region, inputs), loop));
    }
}
