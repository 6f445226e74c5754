using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Where each parameter lies in its arena: those outside loops first, then for each loop one block an iteration. Every
/// tensor starts on 64 bytes.
/// </summary>
internal sealed class ParameterLayout
{
    private readonly Dictionary<string, (long Offset, long[] Strides)> _places = [];

    private readonly Func<ParameterSlot, long> _size;

    public ParameterLayout(IReadOnlyList<ParameterSlot> slots)
        : this(slots, slot => Aligned(slot.Count))
    {
    }

    /// <summary>The same order, where a parameter takes another number of floats.</summary>
    public ParameterLayout(IReadOnlyList<ParameterSlot> slots, Func<ParameterSlot, long> size)
    {
        Slots = slots;
        _size = size;
        Length = Place(slots, 0, 0, []);
    }

    /// <summary>The parameters in the order of their declaration.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>Floats in the arena.</summary>
    public long Length { get; }

    /// <summary>The number of learned values, padding left out.</summary>
    public long Count => Slots.Sum(slot => slot.Loops.Aggregate(slot.Count, (product, loop) => product * loop.Count.Factor));

    /// <summary>The first iteration's offset, and the distance between iterations for each loop around, outermost first.</summary>
    public (long Offset, long[] Strides) Of(ParameterSlot slot) => _places[slot.Name];

    /// <summary>Floats in whole cache lines.</summary>
    public static long Aligned(long floats) => (floats + 15) / 16 * 16;

    private long Place(IReadOnlyList<ParameterSlot> slots, int depth, long offset, long[] strides)
    {
        foreach (var slot in slots.Where(slot => slot.Loops.Count == depth))
        {
            _places[slot.Name] = (offset, strides);
            offset += _size(slot);
        }

        // Loops of two entry points may have one name and different numbers of iterations.
        foreach (var loop in slots.Where(slot => slot.Loops.Count > depth).GroupBy(slot => (slot.Loops[depth].Name, slot.Loops[depth].Count)))
        {
            var inner = loop.ToList();
            long stride = Place(inner, depth + 1, 0, strides);
            Place(inner, depth + 1, offset, [.. strides, stride]);
            offset += stride * inner[0].Loops[depth].Count.Factor;
        }

        return offset;
    }
}
