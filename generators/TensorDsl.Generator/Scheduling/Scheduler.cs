using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>Turns a normalised graph into steps, in an order in which they can run.</summary>
internal sealed class Scheduler
{
    private readonly Uses _uses;
    private readonly HashSet<Node> _roots;

    private Scheduler(ModelGraph graph)
    {
        _roots = [.. graph.Roots];
        _uses = new Uses(_roots);
    }

    /// <summary>The program's steps.</summary>
    public static IReadOnlyList<Step> Run(ModelGraph graph)
    {
        var scheduler = new Scheduler(graph);
        var steps = scheduler.Region(graph.Main);
        Store(steps, scheduler._roots);
        return WithResults(steps);
    }

    // A step without a result computes what others compute for themselves.
    private static List<Step> WithResults(IReadOnlyList<Step> steps) => [.. steps
        .Select(step => step is LoopStep loop ? new LoopStep(loop.Region, loop.Loop, WithResults(loop.Body)) { Members = { loop.Loop } } : step)
        .Where(step => step is LoopStep || step.Stored.Count > 0)];

    private List<Step> Region(Region region)
    {
        var fusion = new Fusion(region, _uses, _roots);
        EpilogueFusion.Run(fusion);
        var cones = ColumnFusion.Run(fusion);
        var groups = RowFusion.Run(fusion, OnlyIn(cones, fusion));

        var steps = new List<Step>();
        foreach (var contract in fusion.Nodes.OfType<ContractNode>())
            steps.Add(With(new ContractStep(region, contract), fusion, fusion.StepOf(contract)));
        foreach (var cone in cones)
            steps.Add(With(new ColumnStep(region, cone.Key), fusion, [.. cone.Value, cone.Key]));
        foreach (var group in groups)
            steps.Add(With(new RowStep(region, group.Space.Rows, group.Space.Column), fusion, group.Members));
        foreach (var node in fusion.Nodes)
        {
            if (node is GatherNode or ScatterAddNode or JoinNode or OverlapNode or AppendNode or StoreNode or AttentionNode or AttentionGradientNode)
                steps.Add(Operation(region, node));
            else if (node is LoopNode loop)
                steps.Add(With(new LoopStep(region, loop, Region(loop.Body)), fusion, [loop]));
        }

        return Order(steps, fusion);
    }

    // The kernels of attention write all their results, whether used or not.
    private static OperationStep Operation(Region region, Node node)
    {
        var step = new OperationStep(region, node);
        step.Members.Add(node);
        step.Members.AddRange(region.Nodes.Where(part => part is AttentionStatisticsNode or AttentionGradientPartNode && part.Inputs[0] == node));
        if (node is AttentionNode attention && step.Members.Count == 1)
            step.Members.Add(new AttentionStatisticsNode(region, attention));
        return step;
    }

    // Maps that every user computes for itself: column reductions, or maps that only those need.
    private static HashSet<Node> OnlyIn(Dictionary<ReduceNode, HashSet<Node>> cones, Fusion fusion)
    {
        var only = new HashSet<Node>();
        foreach (var node in fusion.Nodes.Reverse())
        {
            if (cones.Values.Any(cone => cone.Contains(node)) && !fusion.IsForced(node)
                && fusion.UsersOf(node).All(user => only.Contains(user)
                    || (user is ReduceNode reduce && cones.TryGetValue(reduce, out var cone) && cone.Contains(node))))
            {
                only.Add(node);
            }
        }

        return only;
    }

    private static Step With(Step step, Fusion fusion, IReadOnlyCollection<Node> members)
    {
        step.Members.AddRange(fusion.Nodes.Where(members.Contains));
        return step;
    }

    // As the nodes stand in the region, except where an earlier step needs a later one's node.
    private static List<Step> Order(List<Step> steps, Fusion fusion)
    {
        var owner = new Dictionary<Node, Step>();
        foreach (var step in steps.OrderBy(step => step is ColumnStep))
        {
            foreach (var member in step.Members.Where(member => !owner.ContainsKey(member)))
                owner[member] = step;
        }

        var place = fusion.Nodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        int Last(Step step) => step.Members.Where(place.ContainsKey).Max(member => place[member]);
        var ordered = new List<Step>();
        var seen = new HashSet<Step>();
        foreach (var step in steps.OrderBy(Last))
            Visit(step);
        return ordered;

        void Visit(Step step)
        {
            if (!seen.Add(step))
                return;
            var needs = step.Members.Where(place.ContainsKey).SelectMany(fusion.Dependencies.Of).SelectMany(node => Behind(node))
                .Where(node => !step.Members.Contains(node) && owner.ContainsKey(node)).Select(node => owner[node]).Distinct();
            foreach (var need in needs.Where(need => need != step).OrderBy(Last))
                Visit(need);
            ordered.Add(step);
        }

        // Views and other nodes of no step stand for what they are made of.
        IEnumerable<Node> Behind(Node node) =>
            owner.ContainsKey(node) ? [node] : fusion.Dependencies.Of(node).SelectMany(Behind);
    }

    // A value is stored when a root, a carry or another step needs it.
    private static void Store(IReadOnlyList<Step> steps, HashSet<Node> roots)
    {
        var all = Flatten(steps).ToList();
        var wanted = new HashSet<Node>(roots);
        foreach (var step in all)
        {
            wanted.UnionWith(Memory.Behind(step));
            if (step is LoopStep { Loop.Carries: var carries })
                wanted.UnionWith(carries.SelectMany(carry => new[] { carry.Init, carry.Next }));
        }

        foreach (var step in all)
        {
            var computed = step is ColumnStep column ? [column.Reduce] : step.Members;
            step.Stored.AddRange(computed.Where(member => member.IsComputed()
                && (wanted.Contains(member) || member is AttentionStatisticsNode or AttentionGradientPartNode)));
        }
    }

    /// <summary>All steps, those of loops after their loop.</summary>
    public static IEnumerable<Step> Flatten(IEnumerable<Step> steps) =>
        steps.SelectMany(step => step is LoopStep loop ? [step, .. Flatten(loop.Body)] : new[] { step });
}
