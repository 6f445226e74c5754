using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;
using Buffer = TensorDsl.Generator.Scheduling.Buffer;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Every value's address as an expression of the program's variables.</summary>
internal sealed class Addresses(Plan plan, ParameterLayout layout)
{
    /// <summary>The address of a node's value, or the key of a random one.</summary>
    public string Of(Node node) => node is KeptNode kept ? Key(kept) : plan.Storage[node] switch
    {
        Storage.InParameters { Parameter: var slot } => $"parameters + {Arena(slot)}",
        Storage.InGradients { Parameter: var slot } => $"gradients + {Arena(slot)}",
        Storage.InCache { Slot: var slot } => $"{CachePointer(slot.Size.Symbols)} + {Cache(slot)}",
        Storage.AtCaller { Name: var name } => Text.Pointer(name),
        Storage.InArena arena => $"{Section(arena.Buffer)} + {Place(arena)}",
        var other => throw new NotSupportedException($"There is no address for {other}."),
    };

    /// <summary>The variable that counts a loop's iterations: <c>layerIndex</c> of <c>layers</c>, and so no size's name.</summary>
    public static string Counter(LoopNode loop)
    {
        string name = string.Concat(loop.Name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        return (name.EndsWith("s", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name) + "Index";
    }

    /// <summary>The variable that points to a section of the arena.</summary>
    public static string SectionPointer(string symbols) => symbols.Length == 0 ? "arena" : Text.Section(symbols).Replace("Units", "Arena");

    private static string Key(KeptNode kept) => kept.Loops.Aggregate(
        FormattableString.Invariant($"Cpu::PositionRandom.Key(s->DropoutSeed, {kept.Place.Number}u)"),
        (key, loop) => $"Cpu::PositionRandom.Derive({key}, (uint){Counter(loop)})");

    /// <summary>The variable that points to a section of the caches.</summary>
    public static string CachePointer(string symbols) => symbols.Length == 0 ? "cache" : Text.Section(symbols).Replace("Units", "Cache");

    /// <summary>The offset of a cache in its section; in loops that of the iteration.</summary>
    public static string Cache(CacheSlot slot, bool isFirst = false)
    {
        string units = slot.Size.IsConstant ? "" : $" * {Text.Section(slot.Size.Symbols)}";
        string text = FormattableString.Invariant($"({slot.Offset}{units})");
        long stride = CacheLayout.Units(slot);
        foreach (var loop in isFirst ? [] : slot.Loops.Reverse())
        {
            text += FormattableString.Invariant($" + ({Counter(loop)} * (nint){stride}{units})");
            stride *= loop.Count;
        }

        return text;
    }

    private static string Section(Buffer buffer) => SectionPointer(buffer.Size.Symbols);

    private string Arena(ParameterSlot slot)
    {
        var (offset, strides) = layout.Of(slot);
        string text = offset.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < strides.Length; i++)
            text += FormattableString.Invariant($" + ({Counter(slot.Loops[i])} * (nint){strides[i]})");
        return text;
    }

    private static string Place(Storage.InArena place)
    {
        var buffer = place.Buffer;
        string units = buffer.Size.IsConstant ? "" : $" * {Text.Section(buffer.Size.Symbols)}";
        string offset = FormattableString.Invariant($"({buffer.Offset}{units})");
        string index = Index(place);
        string text = index == "0" ? offset : FormattableString.Invariant($"{offset} + ({index} * (nint){buffer.SlotUnits}{units})");
        long stride = buffer.SlotUnits * buffer.Slots;
        for (var nest = place.Around; nest is not null; nest = nest.Around)
        {
            text += FormattableString.Invariant($" + ({Counter(nest.Loop)} * (nint){stride}{units})");
            stride *= nest.Loop.Count;
        }

        return text;
    }

    private static string Index(Storage.InArena place)
    {
        if (place.Loop is not { } loop)
            return "0";
        string counter = Counter(loop.Forward ?? loop);
        bool keepsAll = place.Buffer.KeepsAll;
        string step = loop.Reverse ? FormattableString.Invariant($"({loop.Count - 1} - {counter})") : counter;
        return place.Slot switch
        {
            Slot.First or Slot.Single => "0",
            Slot.Current => keepsAll ? counter : $"({step} & 1)",
            Slot.Next => keepsAll ? $"({counter} + 1)" : $"(({step} + 1) & 1)",
            _ => (keepsAll ? loop.Count : loop.Count & 1).ToString(CultureInfo.InvariantCulture),
        };
    }
}
