using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>A range of the activation arena: room for one value, or for one of each iteration.</summary>
internal sealed class Buffer(Dim size, Region home, int slots, bool keepsAll = false, int copies = 1)
{
    /// <summary>Whether each iteration of the loop has a slot of its own; else two take turns.</summary>
    public bool KeepsAll => keepsAll;

    /// <summary>Floats of one slot.</summary>
    public Dim Size => size;

    /// <summary>The region for whose whole run, or iteration, the slots belong together.</summary>
    public Region Home => home;

    /// <summary>How many values it holds for each iteration of the loops around.</summary>
    public int Slots => slots;

    /// <summary>The first and last phase in which it holds something.</summary>
    public (int First, int Last) Live { get; set; } = (int.MaxValue, -1);

    /// <summary>Its place among the buffers of the same symbols, in units of those.</summary>
    public long Offset { get; set; }

    /// <summary>Units that it takes: floats, or floats per product of its symbols.</summary>
    public long Units => SlotUnits * Slots * copies;

    /// <summary>Units of one slot.</summary>
    public long SlotUnits => size.IsConstant ? (size.Factor + 15) / 16 * 16 : size.Factor;
}

/// <summary>Loops in each other, the innermost first.</summary>
internal sealed record LoopNest(LoopNode Loop, LoopNest? Around)
{
    /// <summary>How often the innermost body runs.</summary>
    public int Count => Loop.Count * (Around?.Count ?? 1);

    /// <summary>The region that all of it stands in.</summary>
    public Region Home => Around?.Home ?? Loop.Region;
}

/// <summary>Which slot of a buffer a value is in, counted in iterations of a loop.</summary>
internal enum Slot
{
    /// <summary>The only one.</summary>
    Single,

    /// <summary>The first iteration's.</summary>
    First,

    /// <summary>This iteration's.</summary>
    Current,

    /// <summary>The next iteration's.</summary>
    Next,

    /// <summary>What the last iteration left.</summary>
    Last,
}

/// <summary>Where a value lies.</summary>
internal abstract record Storage
{
    /// <summary>In the activation arena.</summary>
    /// <param name="Buffer">The buffer.</param>
    /// <param name="Slot">The slot, counted in iterations of <paramref name="Loop"/>.</param>
    /// <param name="Loop">The loop, null for values that no loop keeps.</param>
    /// <param name="Around">The loop around it for each of whose iterations the slots are kept as well, if any.</param>
    internal sealed record InArena(Buffer Buffer, Slot Slot, LoopNode? Loop, LoopNest? Around = null) : Storage;

    /// <summary>In the parameters' arena.</summary>
    internal sealed record InParameters(ParameterSlot Parameter) : Storage;

    /// <summary>In the gradients' arena.</summary>
    internal sealed record InGradients(ParameterSlot Parameter) : Storage;

    /// <summary>In memory that lasts from call to call.</summary>
    internal sealed record InCache(CacheSlot Slot) : Storage;

    /// <summary>In memory that the caller hands in: tokens or an output.</summary>
    internal sealed record AtCaller(string Name) : Storage;
}
