namespace TensorDsl.Generator.Graph;

/// <summary>
/// Memory that lasts from one call to the next, and in loops one such value for each iteration: the rows of a value
/// that later positions read, or a whole value that all positions share.
/// </summary>
/// <param name="name">Its name, unique among a model's caches.</param>
/// <param name="shape">The shape of what it holds; along time, if it has such an axis, as long as the caches.</param>
/// <param name="time">The axis that positions are appended along, or −1.</param>
/// <param name="loops">The loops around it, outermost first.</param>
internal sealed class CacheSlot(string name, Shape shape, int time, IReadOnlyList<LoopNode> loops)
{
    public string Name => name;

    public Shape Shape => shape;

    public int Time => time;

    public IReadOnlyList<LoopNode> Loops => loops;

    /// <summary>The floats of one value.</summary>
    public Dim Size => shape.Count.Plain;

    /// <summary>How many values it holds.</summary>
    public long Count => loops.Aggregate(1L, (product, loop) => product * loop.Count.Factor);

    /// <summary>Its place among the slots of the same symbols, in units of those.</summary>
    public long Offset { get; set; }
}

/// <summary>A cache after the rows of a value were appended to it.</summary>
internal sealed class AppendNode(Region region, CacheSlot slot, Dim past, Node rows) : Node(region, slot.Shape, rows)
{
    public CacheSlot Slot => slot;

    /// <summary>How many rows the cache has already.</summary>
    public Dim Past => past;

    public override string Attributes => slot.Name;
}

/// <summary>A value that is kept for later calls.</summary>
internal sealed class StoreNode(Region region, CacheSlot slot, Node x) : Node(region, slot.Shape, x)
{
    public CacheSlot Slot => slot;

    public override string Attributes => slot.Name;
}

/// <summary>A value that an earlier call kept.</summary>
internal sealed class StoredNode(Region region, CacheSlot slot) : Node(region, slot.Shape)
{
    public CacheSlot Slot => slot;

    public override string Attributes => slot.Name;
}
