using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Generation;

/// <content>
/// Recurrences. One along time runs over the new positions, from the state that the last one before them left; the states
/// of all positions are kept, so that any of them can be gone on from.
/// </content>
internal sealed partial class Translation
{
    private bool IsAlongTime(LoopNode loop) => loop.IsScan && time.IsIn(loop.Count);

    // The region of what a step makes of values that are the same for all positions: outside the recurrence.
    private Region Home(Region region) => region.Loop is { } loop && IsAlongTime(loop) ? Home(loop.Region) : region;

    // Whether a value is computed once and kept. What belongs to an iteration of some other recurrence is not.
    private bool IsKept(Node node)
    {
        if (IsOnce || !dependence.IsOfOthersAlone(node))
            return false;
        var region = Home(node.Region);
        while (region.Loop is { IsScan: false } loop)
            region = loop.Region;
        return region.Loop is null;
    }

    private Node Element(ElementNode element, Extent[] extents)
    {
        var loop = element.Region.Loop!;
        Extent[] wanted = [IsAlongTime(loop) ? Extent.New : Extent.None, .. extents];
        return _builder.Add(new ElementNode(Of(element.Region).Loop!, Of(element.Inputs[0], wanted)));
    }

    private Node Collected(CollectedNode collected, Extent[] extents)
    {
        if (IsAlongTime(collected.Loop))
            Check(collected.Loop, collected);
        if (extents[0] is Extent.Latest or Extent.Seen)
            throw Fails(collected, "it moves or mixes positions");
        var loop = Of(collected.Loop.Body).Loop!;
        return _builder.Add(new CollectedNode(loop, collected.Shape[0], Of(collected.Value, [.. extents.Skip(1)])));
    }

    private Node Result(LoopResultNode result) => IsAlongTime(result.Carry.Loop)
        ? throw Fails(result, "a recurrence's last state is that of the whole sequence")
        : _builder.Add(new LoopResultNode(_builder.Region, CarryOf(result.Carry)));

    private void Check(LoopNode loop, Node user)
    {
        if (loop.IsDescending)
            throw Fails(user, "a recurrence from the last position to the first begins with later positions");
        if (loop.Count != Dim.Symbol(time.Time))
            throw Fails(user, "a recurrence runs along an axis that is made of time and others");
    }

    private Carry StateOf(Carry carry)
    {
        if (Everywhere(carry.Phi, Extent.New).Contains(Extent.New))
            throw Fails(carry.Next, "a recurrence's state runs along time");
        var loop = Of(carry.Loop.Body).Loop!;
        return _builder.In(loop.Region, () =>
        {
            var shape = carry.Phi.Shape;
            var slot = Slot(new Shape(new[] { new Axis(null, Dim.Symbol(time.Capacity)) }.Concat(shape.Axes)), 0);
            var known = _carries[carry] = loop.AddCarry(Start(slot, shape, Whole(carry.Init)));
            known.Next = Whole(carry.Next);
            var states = _builder.Add(new CollectedNode(loop, new Axis(null, loop.Count), known.Next));
            Graph.Stores.Add(_builder.Add(new AppendNode(_builder.Region, slot, Dim.Symbol(time.Past), states)));
            return known;
        });
    }

    // The state of the position before the new ones; before the first position what the definition says.
    private Node Start(CacheSlot slot, Shape shape, Node first)
    {
        var states = _builder.Add(new StoredNode(_builder.Region, slot));
        var before = _builder.Add(new SliceNode(_builder.Region, 0, Axis.One, new Placement(Dim.Symbol(time.Before), 1), states));
        var isFirst = _builder.Map(Function.Equal, shape, _builder.Size(Dim.Symbol(time.Past)), _builder.Constant(0));
        return _builder.Map(Function.Where, shape, isFirst, first, _builder.Reshape(before, shape));
    }
}
