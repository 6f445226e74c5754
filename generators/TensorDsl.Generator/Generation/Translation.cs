using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Generation;

/// <summary>
/// Rewrites a definition's values for a step of a few new positions. Demand goes from the result to the inputs: what is
/// wanted at the new positions is computed there; what positions read along time is wanted at all positions so far, and
/// comes from a cache to which the new positions' values are appended. What is summed over time must be nothing wherever
/// it is of a later position.
/// </summary>
internal sealed partial class Translation(TimeSymbols time, Dependence dependence, Causality causality)
{
    private readonly Dictionary<(Node, string), Node> _known = [];
    private readonly Dictionary<Region, Region> _regions = [];
    private readonly Dictionary<Carry, Carry> _carries = [];
    private readonly GraphBuilder _builder = new(new ModelGraph());

    /// <summary>The graph of the step.</summary>
    public ModelGraph Graph => _builder.Graph;

    /// <summary>The caches, in the order in which they were found to be needed.</summary>
    public List<CacheSlot> Slots { get; } = [];

    /// <summary>What is computed once, for all positions, and the slot that keeps it.</summary>
    public List<(Node Node, CacheSlot Slot)> Once { get; } = [];

    /// <summary>Whether values that are the same for all positions are computed here, rather than taken from where they are kept.</summary>
    public bool IsOnce { get; init; }

    /// <summary>The value as the step has it.</summary>
    /// <exception cref="NotIncrementalException">It cannot be computed a few positions at a time.</exception>
    public Node Of(Node node, Extent[] extents)
    {
        var key = (node, string.Concat(extents.Select(extent => (int)extent)));
        if (_known.TryGetValue(key, out var known))
            return known;
        int around = _builder.Location;
        _builder.Location = node.Location;
        var value = _builder.In(Of(IsOnce || IsKept(node) ? Home(node.Region) : node.Region), () => Make(node, extents));
        _builder.Location = around;
        return _known[key] = value;
    }

    /// <summary>The value at the same positions as a value that is the same for all of them.</summary>
    public Node Whole(Node node) => Of(node, new Extent[node.Shape.Rank]);

    /// <summary>The value with each axis along time at the new positions.</summary>
    public Node New(Node node) => Of(node, Everywhere(node, Extent.New));

    /// <summary>Keeps a value that is the same for all positions.</summary>
    public StoreNode Store(Node node, CacheSlot slot) =>
        _builder.In(Of(Home(node.Region)), () => (StoreNode)_builder.Add(new StoreNode(_builder.Region, slot, Whole(node))));

    private Extent[] Everywhere(Node node, Extent extent) =>
        [.. node.Shape.Axes.Select(axis => time.IsIn(axis.Size) ? extent : Extent.None)];

    private Node Make(Node node, Extent[] extents)
    {
        if (IsKept(node))
            return Kept(node);
        if (node.Shape.Axes.FirstOrDefault(axis => time.IsDerived(axis.Size)) is { Size.IsConstant: false } derived)
            throw Fails(node, $"its axis {derived} is longer or shorter than {time.Time}");
        int[] axes = [.. Enumerable.Range(0, extents.Length).Where(i => extents[i] != Extent.None)];
        if (axes.Length == 1 && extents[axes[0]] == Extent.Seen && (dependence.IsOfTokens(node) || node is CollectedNode)
            && time.IsAll(node.Shape[axes[0]]))
        {
            return Cached(node, axes[0]);
        }

        bool isMixed = node is GatherNode or ValuesNode or NumbersNode or PhiNode or LoopResultNode or CollectedNode or SliceNode or JoinNode;
        if (axes.Length == 1 && extents[axes[0]] == Extent.Latest && isMixed)
            return Latest(node, axes[0]);
        return node switch
        {
            ConstantNode constant => _builder.Constant(constant.Value),
            TableNode table => _builder.In(Graph.Main, () => _builder.Add(table.In(Graph.Main, []))),
            ParameterNode parameter => Parameter(parameter),
            InputNode input when extents.All(extent => extent is Extent.None or Extent.New) => Input(input),
            ValuesNode values => _builder.Add(new ValuesNode(_builder.Region, (TokensNode)Of(values.Inputs[0], extents))),
            GatherNode gather => Gather(gather, extents),
            SizeNode size => dependence.IsTimed(size) ? throw Fails(node, "it takes the length of the whole sequence") : _builder.Size(size.Size),
            IndexNode index => Index(index, extents),
            StopGradientNode => _builder.Add(new StopGradientNode(_builder.Region, Of(node.Inputs[0], extents))),
            MapNode map => Map(map, extents),
            ReduceNode reduce => Reduce(reduce, extents),
            ContractNode contract => Contract(contract, extents),
            ReshapeNode => Reshape(node, extents),
            TransposeNode transpose => Transpose(transpose, extents),
            SliceNode slice => Slice(slice, extents),
            JoinNode join => Join(join, extents),
            WindowsNode windows => Windows(windows, extents),
            PhiNode phi => CarryOf(phi.Region.Loop!.Carries.Find(carry => carry.Phi == phi)!).Phi,
            LoopResultNode result => Result(result),
            ElementNode element => Element(element, extents),
            CollectedNode collected => Collected(collected, extents),
            _ => throw Fails(node, "it moves or mixes positions"),
        };
    }

    private Region Of(Region region)
    {
        if (region.Loop is not { } loop)
            return Graph.Main;
        if (!_regions.TryGetValue(region, out var known))
        {
            var outer = Of(IsOnce ? Home(loop.Region) : loop.Region);
            var copy = new LoopNode(outer, loop.Name, loop.Count) { IsScan = loop.IsScan, IsDescending = loop.IsDescending };
            outer.Nodes.Add(copy);
            _regions[region] = known = copy.Body;
        }

        return known;
    }

    private Carry CarryOf(Carry carry)
    {
        if (_carries.TryGetValue(carry, out var known))
            return known;
        if (IsAlongTime(carry.Loop))
            return StateOf(carry);
        if (Everywhere(carry.Phi, Extent.New).Count(extent => extent == Extent.New) > 1)
            throw Fails(carry.Next, "the loop carries a value that runs along time twice");
        var loop = Of(carry.Loop.Body).Loop!;
        _carries[carry] = known = loop.AddCarry(New(carry.Init));
        known.Next = New(carry.Next);
        return known;
    }

    private Node Parameter(ParameterNode parameter)
    {
        if (!Graph.Parameters.Contains(parameter.Slot))
            Graph.Parameters.Add(parameter.Slot);
        return _builder.Add(new ParameterNode(_builder.Region, parameter.Slot));
    }

    private InputNode Input(InputNode input)
    {
        var node = (InputNode)_builder.In(Graph.Main, () => _builder.Add(
            input is TokensNode ? new TokensNode(Graph.Main, input.Name, input.Shape) : new NumbersNode(Graph.Main, input.Name, input.Shape)));
        if (!Graph.Inputs.Contains(node))
            Graph.Inputs.Add(node);
        return node;
    }

    // All positions so far: those of this call appended to those before.
    private SliceNode Cached(Node node, int axis)
    {
        var rows = New(node);
        var capacity = node.Shape[axis] with { Size = Dim.Symbol(time.Capacity) };
        var slot = Slot(rows.Shape.With(axis, capacity), axis);
        var cache = _builder.Add(new AppendNode(_builder.Region, slot, Dim.Symbol(time.Past), rows));
        return (SliceNode)_builder.Add(new SliceNode(_builder.Region, axis, time.Of(node.Shape[axis], Extent.Seen), Placement.Leading, cache));
    }

    private Node Kept(Node node)
    {
        var slot = Slot(node.Shape, -1);
        Once.Add((node, slot));
        return _builder.Add(new StoredNode(_builder.Region, slot));
    }

    private CacheSlot Slot(Shape shape, int axis)
    {
        var loops = new List<LoopNode>();
        for (var region = _builder.Region; region.Loop is { } loop; region = region.Parent!)
            loops.Insert(0, loop);
        if (loops.Exists(loop => !loop.Count.IsConstant))
            throw new NotIncrementalException(_builder.Location, "inside a recurrence it reads along time");
        var slot = new CacheSlot(FormattableString.Invariant($"cache{Slots.Count}"), shape, axis, loops);
        Slots.Add(slot);
        return slot;
    }

    private Node Latest(Node node, int axis)
    {
        var rows = New(node);
        if (rows is ValuesNode)
            rows = _builder.Add(new MapNode(_builder.Region, Function.Copy, rows.Shape, rows));
        return _builder.Add(new SliceNode(
            _builder.Region, axis, time.Of(node.Shape[axis], Extent.Latest), new Placement(Dim.Symbol(time.Latest), 1), rows));
    }

    private static NotIncrementalException Fails(Node node, string reason) => new(node.Location, reason);
}
