using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>A range of the activation arena: room for one value, or for one of each iteration.</summary>
internal sealed class Buffer(Dim size, Region home, int slots, bool keepsAll = false)
{
    /// <summary>Whether each iteration of the loop has a slot of its own; else two take turns.</summary>
    public bool KeepsAll => keepsAll;

    /// <summary>Floats of one slot.</summary>
    public Dim Size => size;

    /// <summary>The region for whose whole run, or iteration, the slots belong together.</summary>
    public Region Home => home;

    /// <summary>How many values it holds.</summary>
    public int Slots => slots;

    /// <summary>The first and last phase in which it holds something.</summary>
    public (int First, int Last) Live { get; set; } = (int.MaxValue, -1);

    /// <summary>Its place among the buffers of the same symbols, in units of those.</summary>
    public long Offset { get; set; }

    /// <summary>Units that it takes: floats, or floats per product of its symbols.</summary>
    public long Units => size.IsConstant ? (size.Factor + 15) / 16 * 16 * Slots : size.Factor * Slots;
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
    internal sealed record InArena(Buffer Buffer, Slot Slot, LoopNode? Loop) : Storage;

    /// <summary>In the parameters' arena.</summary>
    internal sealed record InParameters(ParameterSlot Parameter) : Storage;

    /// <summary>In the gradients' arena.</summary>
    internal sealed record InGradients(ParameterSlot Parameter) : Storage;

    /// <summary>In memory that the caller hands in: tokens or an output.</summary>
    internal sealed record AtCaller(string Name) : Storage;
}
