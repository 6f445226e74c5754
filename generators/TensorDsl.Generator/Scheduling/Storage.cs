using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>A range of the activation arena: room for one value, or for one of each iteration.</summary>
/// <param name="size">Floats of one slot.</param>
/// <param name="home">The region for whose whole run, or iteration, the slots belong together.</param>
/// <param name="slots">How many values it holds for each iteration of the loops around.</param>
/// <param name="copies">For how many iterations of the loops around it holds them.</param>
/// <param name="keepsAll">Whether each iteration of the loop has a slot of its own; else two take turns.</param>
/// <param name="isDense">Whether no room is left between slots, because all of them are one value as well.</param>
internal sealed class Buffer(Dim size, Region home, Dim slots, Dim copies, bool keepsAll = false, bool isDense = false)
{
    private readonly Dim _total = (size * slots * copies).Plain;

    public bool KeepsAll => keepsAll;

    public Dim Size => size;

    public Region Home => home;

    public Dim Slots => slots;

    /// <summary>Whether no room is left between slots; else each starts where vectors like to.</summary>
    public bool IsDense => isDense || !slots.IsConstant || !copies.IsConstant;

    /// <summary>The symbols that its length is a multiple of.</summary>
    public string Symbols => _total.Symbols;

    /// <summary>The first and last phase in which it holds something.</summary>
    public (int First, int Last) Live { get; set; } = (int.MaxValue, -1);

    /// <summary>The section of the arena that it is in.</summary>
    public Section? Section { get; set; }

    /// <summary>Its place there, in units.</summary>
    public long Offset { get; set; }

    /// <summary>The elements of all its values, without room between them.</summary>
    public Dim Total => _total;

    /// <summary>Units that it takes: floats, or floats per product of its symbols.</summary>
    public long Units => !IsDense ? SlotUnits * slots.Factor * copies.Factor : Rounded(_total);

    /// <summary>Whether the other starts where this one ends or later, whatever the sizes.</summary>
    public bool LiesBelow(Buffer other) => Section == other.Section
        ? Offset + Units <= other.Offset
        : other.Section!.LiesAbove(Section!, Offset + Units);

    /// <summary>Units of one slot, where slots are not dense.</summary>
    public long SlotUnits => Rounded(size);

    private static long Rounded(Dim units) => units.IsConstant ? (units.Factor + 15) / 16 * 16 : units.Factor;
}

/// <summary>Loops in each other, the innermost first.</summary>
internal sealed record LoopNest(LoopNode Loop, LoopNest? Around)
{
    /// <summary>How often the innermost body runs.</summary>
    public Dim Count => Around is null ? Loop.Count : Loop.Count * Around.Count;

    /// <summary>The region that all of it stands in.</summary>
    public Region Home => Around?.Home ?? Loop.Region;
}

/// <summary>Which slot of a buffer a value is in, counted in iterations of a loop.</summary>
internal enum Slot
{
    /// <summary>The only one, or all of them.</summary>
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

    /// <summary>Of what lies elsewhere, the part that belongs to the iteration.</summary>
    /// <param name="Whole">What it is part of: an element for each iteration, one behind the other.</param>
    /// <param name="Loop">The loop.</param>
    /// <param name="Stride">Floats of one element.</param>
    internal sealed record Element(View Whole, LoopNode Loop, Dim Stride) : Storage;

    /// <summary>Where the iteration before left it, and in the first iteration where the loop started from.</summary>
    internal sealed record Carried(Carry Carry) : Storage;

    /// <summary>In the parameters' arena.</summary>
    internal sealed record InParameters(ParameterSlot Parameter) : Storage;

    /// <summary>In data of the generated code.</summary>
    internal sealed record InTable(TableNode Table) : Storage;

    /// <summary>In the gradients' arena.</summary>
    internal sealed record InGradients(ParameterSlot Parameter) : Storage;

    /// <summary>In memory that lasts from call to call.</summary>
    internal sealed record InCache(CacheSlot Slot) : Storage;

    /// <summary>In memory that the caller hands in: tokens or an output.</summary>
    internal sealed record AtCaller(string Name) : Storage;
}
