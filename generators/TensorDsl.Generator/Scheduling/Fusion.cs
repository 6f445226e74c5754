using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Groups a region's nodes into steps. Contractions take the maps that follow them as epilogues; reductions over
/// leading axes take the maps before them; what remains is grouped by the rows that it runs over.
/// </summary>
internal sealed class Fusion
{
    private readonly Region _region;
    private readonly Uses _uses;
    private readonly HashSet<Node> _roots;
    private readonly Dependencies _dependencies;
    private readonly Dictionary<Node, HashSet<Node>> _steps = [];

    public Fusion(Region region, Uses uses, HashSet<Node> roots)
    {
        _region = region;
        _uses = uses;
        _roots = roots;
        _dependencies = new Dependencies(region, uses);
    }

    public Dependencies Dependencies => _dependencies;

    /// <summary>The region's needed nodes, in order.</summary>
    public IReadOnlyList<Node> Nodes => _dependencies.Nodes;

    public IReadOnlyList<Node> UsersOf(Node node) => _uses.UsersOf(node);

    /// <inheritdoc cref="Uses.IsCompared"/>
    public bool IsCompared(Node node) => _uses.IsCompared(node);

    /// <summary>Whether the node can still join a step.</summary>
    public bool IsFree(Node node) => node.Region == _region && node.IsFusible() && !_steps.ContainsKey(node);

    /// <summary>The step that a node is part of: as yet, perhaps only itself.</summary>
    public IReadOnlyCollection<Node> StepOf(Node node) => _steps.TryGetValue(node, out var step) ? step : new[] { node };

    /// <summary>Whether the nodes can run as one step.</summary>
    public bool CanJoin(HashSet<Node> nodes) => _dependencies.IsConvex(nodes, StepOf);

    /// <summary>Makes the nodes one step.</summary>
    public void Join(HashSet<Node> nodes)
    {
        foreach (var node in nodes)
            _steps[node] = nodes;
    }

    /// <summary>Whether the node's value must be in memory, however the free nodes are grouped.</summary>
    public bool IsForced(Node node) => _roots.Contains(node) || UsersOf(node).Any(user =>
        user.Region != node.Region
        || (user.IsView() || user.IsAlias() ? IsForced(user) : (!user.IsFusible() && user is not ReduceNode) || (_steps.ContainsKey(user) && !StepOf(user).Contains(node))));
}
