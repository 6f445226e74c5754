namespace TensorDsl.Generator.Graph;

/// <summary>Writes the operations of a region once more, into another.</summary>
internal sealed class Cloning
{
    private readonly Dictionary<Node, Node> _clones = [];

    /// <summary>The node that stands for <paramref name="node"/>: its clone, or itself where it was not cloned.</summary>
    public Node Of(Node node) => _clones.TryGetValue(node, out var clone) ? clone : node;

    /// <summary>
    /// Adds clones of the nodes to <paramref name="target"/>. Their operands are clones where there are any; carried
    /// values stay as they are.
    /// </summary>
    public IReadOnlyList<Node> Into(Region target, IReadOnlyList<Node> nodes)
    {
        var clones = new List<Node>();
        foreach (var node in nodes.Where(node => node is not PhiNode))
        {
            var clone = node switch
            {
                LoopNode loop => Loop(target, loop),
                LoopResultNode result => Result(target, result),
                _ => node.In(target, [.. node.Inputs.Select(Of)]),
            };
            _clones[node] = clone;
            target.Nodes.Add(clone);
            clones.Add(clone);
        }

        return clones;
    }

    private LoopNode Loop(Region target, LoopNode loop)
    {
        var clone = new LoopNode(target, loop.Name, loop.Count)
        {
            IsDescending = loop.IsDescending,
            IsScan = loop.IsScan,
            IsRecomputed = loop.IsRecomputed,
        };
        var carries = loop.Carries.Select(carry => clone.AddCarry(Of(carry.Init))).ToList();
        for (int i = 0; i < carries.Count; i++)
            _clones[loop.Carries[i].Phi] = carries[i].Phi;
        Into(clone.Body, loop.Body.Nodes);
        for (int i = 0; i < carries.Count; i++)
            carries[i].Next = Of(loop.Carries[i].Next);
        return clone;
    }

    private LoopResultNode Result(Region target, LoopResultNode result)
    {
        var loop = result.Carry.Loop;
        return new LoopResultNode(target, ((LoopNode)Of(loop)).Carries[loop.Carries.IndexOf(result.Carry)]);
    }
}
