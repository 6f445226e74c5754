using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Where parameters lie in single precision, and where in an arena of which most are stored in fewer bits. The latter has
/// only those that the programs read.
/// </summary>
internal sealed class CompactLayout
{
    private readonly IReadOnlyDictionary<string, Channels> _channels;
    private readonly IReadOnlyList<ParameterLayout> _layouts;

    private CompactLayout(ParameterLayout full, IReadOnlyDictionary<string, Channels> channels, IReadOnlyList<ParameterSlot> used)
    {
        _channels = channels;
        Slots = used;
        _layouts = [full, new ParameterLayout(used, slot => Size(slot, 2)), new ParameterLayout(used, slot => Size(slot, 1))];
    }

    /// <summary>The parameters that are stored again.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>Floats in the arena: in single precision, with weights of two bytes, of one byte.</summary>
    public IReadOnlyList<long> Lengths => [.. _layouts.Select(layout => layout.Length)];

    /// <summary>The layout for some programs; null where no parameter may have fewer bits.</summary>
    public static CompactLayout? Of(ParameterLayout full, IReadOnlyList<Plan> programs)
    {
        var channels = CompactRule.Of(programs.Select(plan => plan.Graph));
        if (channels.Count == 0)
            return null;
        var read = new HashSet<string>(programs.SelectMany(plan => plan.Storage.Values).OfType<Storage.InParameters>().Select(place => place.Parameter.Name));
        return new CompactLayout(full, channels, [.. full.Slots.Where(slot => read.Contains(slot.Name))]);
    }

    /// <summary>A parameter's channels; null where it stays in single precision.</summary>
    public Channels? ChannelsOf(Node node) => node is ParameterNode { Slot: var slot } ? ChannelsOf(slot) : null;

    /// <inheritdoc cref="ChannelsOf(Node)"/>
    public Channels? ChannelsOf(ParameterSlot slot) => _channels.TryGetValue(slot.Name, out var channels) ? channels : null;

    /// <summary>The first iteration's offsets in the three arenas.</summary>
    public IReadOnlyList<long> Offsets(ParameterSlot slot) => [.. _layouts.Select(layout => layout.Of(slot).Offset)];

    /// <summary>The distances between iterations of one of the loops around, in the three arenas.</summary>
    public IReadOnlyList<long> Strides(ParameterSlot slot, int loop) => [.. _layouts.Select(layout => layout.Of(slot).Strides[loop])];

    // A channel's scale is a float, in front of weights of one byte.
    private long Size(ParameterSlot slot, int bytes) => ChannelsOf(slot) is not { } channels ? ParameterLayout.Aligned(slot.Count)
        : (bytes == 1 ? ParameterLayout.Aligned(channels.Count) : 0) + ParameterLayout.Aligned(((slot.Count * bytes) + 3) / 4);
}
