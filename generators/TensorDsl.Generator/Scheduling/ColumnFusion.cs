using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Gives a reduction over leading axes the maps before it, where they are cheap or nobody else's: computing them again
/// is cheaper than a trip to memory. They stay free for other steps.
/// </summary>
internal static class ColumnFusion
{
    /// <summary>The maps that each column reduction computes itself.</summary>
    public static Dictionary<ReduceNode, HashSet<Node>> Run(Fusion fusion)
    {
        var cones = new Dictionary<ReduceNode, HashSet<Node>>();
        foreach (var reduce in fusion.Nodes.OfType<ReduceNode>().Where(node => !node.IsRowReduction()))
        {
            var cone = new HashSet<Node>();

            Take(fusion, reduce, reduce.Inputs[0].Shape.Squeeze(), cone);
            cones[reduce] = cone;
        }

        foreach (var reduce in cones.Keys)
            fusion.Join([reduce]);

        return cones;
    }

    private static void Take(Fusion fusion, Node user, Dim[] sizes, HashSet<Node> cone)
    {
        foreach (var input in user.Inputs)
        {
            bool alone = fusion.UsersOf(input).All(u => u == user || cone.Contains(u));
            if (!fusion.IsFree(input) || input is ReduceNode || fusion.IsForced(input) || fusion.IsCompared(input) || !(input.IsCheap() || alone)
                || !input.Shape.Squeeze().SequenceEqual(sizes) || !Alignment.IsOneToOne(input, user))
            {
                continue;
            }

            cone.Add(input);
            Take(fusion, input, sizes, cone);
        }
    }
}
