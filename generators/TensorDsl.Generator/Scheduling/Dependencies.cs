using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>What must run before what within one region; a loop is one step that needs all its body uses from outside.</summary>
internal sealed class Dependencies
{
    private readonly Dictionary<Node, HashSet<Node>> _needs = [];
    private readonly Dictionary<Node, List<Node>> _users = [];

    public Dependencies(Region region, Uses uses)
    {
        Nodes = [.. uses.Of(region)];
        foreach (var node in Nodes)
        {
            var needs = new HashSet<Node>();
            Collect(node, region, uses, needs);
            needs.Remove(node);
            _needs[node] = needs;
            _users[node] = [];
        }

        foreach (var pair in _needs)
        {
            foreach (var need in pair.Value.Where(_users.ContainsKey))
                _users[need].Add(pair.Key);
        }
    }

    /// <summary>The region's needed nodes, in order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The nodes of the region that must run before <paramref name="node"/>.</summary>
    public IReadOnlyCollection<Node> Of(Node node) => _needs[node];

    /// <summary>
    /// Whether <paramref name="set"/> can run as one step, given the steps that others are part of: whether no way
    /// leads out of it and back into it.
    /// </summary>
    public bool IsConvex(HashSet<Node> set, Func<Node, IReadOnlyCollection<Node>> stepOf)
    {
        // Everything outside that needs the set, directly or not, must not lead back.
        var after = new HashSet<Node>();
        var open = new Stack<Node>(set);
        while (open.Count > 0)
        {
            var node = open.Pop();
            bool inside = set.Contains(node);
            foreach (var user in _users[node])
            {
                if (!set.Contains(user))
                    Reach(user);
                else if (!inside)
                    return false;
            }

            if (!inside)
            {
                foreach (var member in stepOf(node).Where(member => !set.Contains(member)))
                    Reach(member);
            }
        }

        return true;

        void Reach(Node node)
        {
            if (after.Add(node))
                open.Push(node);
        }
    }

    private static void Collect(Node node, Region region, Uses uses, HashSet<Node> needs)
    {
        foreach (var input in node.Inputs)
            Add(input, region, needs);
        if (node is not LoopNode loop)
            return;
        foreach (var carry in loop.Carries)
        {
            Add(carry.Init, region, needs);
            Add(carry.Next, region, needs);
        }

        foreach (var inner in uses.Of(loop.Body))
            Collect(inner, region, uses, needs);
    }

    // The node of this region that the operand is, or that contains it.
    private static void Add(Node operand, Region region, HashSet<Node> needs)
    {
        Node? at = operand;
        while (at is not null && at.Region != region)
            at = at.Region.Loop;
        if (at is not null)
            needs.Add(at);
    }
}
