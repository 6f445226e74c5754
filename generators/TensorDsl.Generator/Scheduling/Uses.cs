using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>The nodes that a program needs, region by region, and who uses each.</summary>
internal sealed class Uses
{
    private readonly Dictionary<Node, List<Node>> _users = [];
    private readonly HashSet<Node> _needed = [];

    public Uses(IEnumerable<Node> roots)
    {
        foreach (var root in roots)
            Need(root);
    }

    /// <summary>Whether the program needs the node.</summary>
    public bool Needs(Node node) => _needed.Contains(node);

    /// <summary>The needed nodes of a region, in order.</summary>
    public IEnumerable<Node> Of(Region region) => region.Nodes.Where(_needed.Contains);

    /// <summary>The needed nodes that have the node as an operand; a loop uses what its carries start from and end with.</summary>
    public IReadOnlyList<Node> UsersOf(Node node) => _users.TryGetValue(node, out var users) ? users : [];

    /// <summary>
    /// Whether the value is compared with its own maximum, whose gradient goes where both are equal to the last bit.
    /// Computed again, it might differ there, so every reader must see the same memory.
    /// </summary>
    public bool IsCompared(Node node) => UsersOf(node).Any(user => user is ReduceNode { Reduction: Reduction.Maximum }
        && UsersOf(user).Any(other => other is MapNode { Function: Function.Equal }));

    /// <summary>All needed nodes in the order of their regions, loops entered where they stand.</summary>
    public IEnumerable<Node> Everything(Region region)
    {
        foreach (var node in Of(region).ToList())
        {
            if (node is LoopNode loop)
            {
                foreach (var inner in Everything(loop.Body))
                    yield return inner;
            }

            yield return node;
        }
    }

    private void Need(Node node)
    {
        if (!_needed.Add(node))
            return;
        foreach (var operand in node.Inputs)
            Use(operand, node);
        if (node.Region.Loop is { } around)
            Need(around);
        if (node is not LoopNode loop)
            return;
        foreach (var carry in loop.Carries)
        {
            Need(carry.Phi);
            Use(carry.Init, loop);
            Use(carry.Next, loop);
        }
    }

    private void Use(Node operand, Node user)
    {
        if (!_users.TryGetValue(operand, out var users))
            _users[operand] = users = [];
        users.Add(user);
        Need(operand);
    }
}
