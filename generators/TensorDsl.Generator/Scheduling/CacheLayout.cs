using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Where each cache lies in the memory that lasts from call to call: as in the activation arena, those whose sizes have
/// the same symbols share a section, in which places are numbers.
/// </summary>
internal sealed class CacheLayout
{
    /// <summary>Sets every slot's offset.</summary>
    public CacheLayout(IReadOnlyList<CacheSlot> slots)
    {
        Slots = slots;
        var sections = new List<(string, long)>();
        foreach (var section in slots.GroupBy(slot => slot.Size.Symbols).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            long offset = 0;
            foreach (var slot in section)
            {
                slot.Offset = Placement.Aligned(offset, Units(slot));
                offset = slot.Offset + (Units(slot) * slot.Count);
            }

            sections.Add((section.Key, offset));
        }

        Sections = sections;
    }

    public IReadOnlyList<CacheSlot> Slots { get; }

    /// <summary>Symbols and units of each section, in order.</summary>
    public IReadOnlyList<(string Symbols, long Units)> Sections { get; }

    /// <summary>Units of one value of a slot: floats, or floats per product of its symbols.</summary>
    public static long Units(CacheSlot slot) => slot.Size.IsConstant ? (slot.Size.Factor + 15) / 16 * 16 : slot.Size.Factor;
}
