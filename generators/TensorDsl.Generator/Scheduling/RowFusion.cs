using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Groups the free maps and row reductions: nodes that hang together and run over the same rows become one pass over
/// memory.
/// </summary>
internal static class RowFusion
{
    /// <summary>The groups, given the maps that only column reductions need and compute themselves.</summary>
    public static IReadOnlyList<RowGroup> Run(Fusion fusion, HashSet<Node> elsewhere)
    {
        var groups = new Dictionary<Node, RowGroup>();
        foreach (var node in fusion.Nodes.Where(node => fusion.IsFree(node) && !elsewhere.Contains(node)).ToList())
        {
            var group = RowGroup.Of(node);
            foreach (var near in node.Inputs.Where(groups.ContainsKey).Select(input => groups[input]).Distinct().Reverse().ToList())
            {
                if (group.TryUnite(near) is { } united && fusion.CanJoin(united.Members))
                    group = united;
            }

            foreach (var member in group.Members)
                groups[member] = group;
            fusion.Join(group.Members);
        }

        return [.. groups.Values.Distinct()];
    }
}
