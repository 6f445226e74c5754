using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Every value's address as an expression of the program's variables.</summary>
/// <param name="plan">The program.</param>
/// <param name="layout">Where parameters lie.</param>
/// <param name="isOnDevice">Whether addresses are of a device's memory, where the seed of dropout is as well.</param>
/// <param name="compact">Where parameters lie that may be stored in fewer bits; null where none is.</param>
internal sealed class Addresses(Plan plan, ParameterLayout layout, bool isOnDevice = false, CompactLayout? compact = null)
{
    /// <summary>The address of a node's value, or the key of a random one.</summary>
    public string Of(Node node) => node is KeptNode kept ? Key(kept) : plan.Storage[node] switch
    {
        Storage.InParameters { Parameter: var slot } => At("parameters", Arena(slot)),
        Storage.InTable { Table: var table } => TableWriter.Pointer(table),
        Storage.InGradients { Parameter: var slot } => At("gradients", Arena(slot)),
        Storage.InCache { Slot: var slot } => At(CachePointer(slot.Size.Symbols), Cache(slot)),
        Storage.AtCaller { Name: var name } => Text.Pointer(name),
        Storage.InArena arena => Place(arena, Index(arena)),
        Storage.Element { Whole: var whole, Loop: var loop, Stride: var stride } =>
            At(Of(whole.Base), $"({Counter(loop)} * (nint)({Text.Of(stride)})){Text.Beyond(whole.Offset)}"),
        Storage.Carried { Carry: var carry } => Carried(carry),
        var other => throw new NotSupportedException($"There is no address for {other}."),
    };

    /// <summary>The address of a parameter or an activation where a device may have it in bfloat16.</summary>
    public string Rounded(Node node) => $"{(node is ParameterNode ? RoundedParameters : RoundedArena)}.At({Of(node)})";

    /// <summary>The variables for the arenas in bfloat16.</summary>
    public const string RoundedParameters = "rounded", RoundedArena = "roundedArena";

    /// <summary>The variable that counts a loop's iterations: <c>layerIndex</c> of <c>layers</c>, and so no size's name.</summary>
    public static string Counter(LoopNode loop)
    {
        string name = string.Concat((loop.Forward ?? loop).Name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        return (name.EndsWith("s", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name) + "Index";
    }

    /// <summary>The variable that points to a section of the arena.</summary>
    public static string SectionPointer(Section section)
    {
        string name = section.Symbols.Length == 0 ? "numbers" : string.Concat(section.Symbols.Split('·').Select(Text.Variable));
        return name + "Arena" + (section.Number == 1 ? "" : section.Number.ToString(CultureInfo.InvariantCulture));
    }

    // What changes from call to call is read from memory by a device, so that its launches may be replayed.
    private string Key(KeptNode kept) => isOnDevice
        ? kept.Loops.Aggregate(
            FormattableString.Invariant($"new Gpu::PlaceKey({DropoutSeed}, {kept.Place.Number}u)"),
            (key, loop) => $"Gpu::DropoutKeys.In({key}, {Counter(loop)})")
        : kept.Loops.Aggregate(
            FormattableString.Invariant($"Cpu::PositionRandom.Key(call->DropoutSeed, {kept.Place.Number}u)"),
            (key, loop) => $"Cpu::PositionRandom.Derive({key}, (uint){Counter(loop)})");

    /// <summary>The variable with the address of dropout's seed in a device's memory.</summary>
    public const string DropoutSeed = "dropoutSeed";

    /// <summary>The variable that points to a section of the caches.</summary>
    public static string CachePointer(string symbols) => symbols.Length == 0 ? "cache" : Text.Section(symbols).Replace("Units", "Cache");

    /// <summary>The offset of a cache in its section; in loops that of the iteration.</summary>
    public static string Cache(CacheSlot slot, bool isFirst = false)
    {
        string units = slot.Size.IsConstant ? "" : $" * {Text.Section(slot.Size.Symbols)}";
        string text = FormattableString.Invariant($"{slot.Offset}{units}");
        long stride = CacheLayout.Units(slot);
        foreach (var loop in isFirst ? [] : slot.Loops.Reverse())
        {
            text += FormattableString.Invariant($" + ({Counter(loop)} * (nint){stride}{units})");
            stride *= loop.Count.Factor;
        }

        return text;
    }

    /// <summary>A number of floats that depends on how weights are stored.</summary>
    public static string OfStorage(IReadOnlyList<long> floats) => floats.Distinct().Count() == 1
        ? floats[0].ToString(CultureInfo.InvariantCulture)
        : FormattableString.Invariant($"Cpu::Weights.Place(storage, {floats[0]}, {floats[1]}, {floats[2]})");

    private string Arena(ParameterSlot slot)
    {
        if (compact is not null)
        {
            return string.Concat(slot.Loops.Select((loop, i) => $" + ({Counter(loop)} * (nint){OfStorage(compact.Strides(slot, i))})")
                .Prepend(OfStorage(compact.Offsets(slot))));
        }

        var (offset, strides) = layout.Of(slot);
        string text = offset.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < strides.Length; i++)
            text += FormattableString.Invariant($" + ({Counter(slot.Loops[i])} * (nint){strides[i]})");
        return text;
    }

    // In the first iteration where the loop starts from, then where the iteration before left it.
    private string Carried(Carry carry)
    {
        var loop = carry.Loop;
        string counter = Counter(loop);
        var (first, before) = loop.IsDescending ? (Less1(loop.Count), $"({counter} + 1)") : ("0", $"({counter} - 1)");
        return $"({counter} == {first} ? {Of(carry.Init)} : {Place((Storage.InArena)plan.Storage[carry.Next], before)})";
    }

    private string At(string pointer, string offset) => isOnDevice ? $"{pointer} + {offset}" : Pointers.Beyond(pointer, offset);

    private string Place(Storage.InArena place, string index)
    {
        var buffer = place.Buffer;
        string units = buffer.Symbols.Length == 0 ? "" : $" * {Text.Section(buffer.Symbols)}";
        string text = FormattableString.Invariant($"{buffer.Offset}{units}");
        if (index != "0")
            text += $" + ({index} * (nint){Slots(1)})";
        Dim stride = buffer.Slots;
        for (var nest = place.Around; nest is not null; nest = nest.Around)
        {
            text += $" + ({Counter(nest.Loop)} * (nint){Slots(stride)})";
            stride *= nest.Loop.Count;
        }

        return At(SectionPointer(buffer.Section!), text);

        string Slots(Dim count) => buffer.IsDense
            ? $"({Text.Of(buffer.Size * count)})"
            : FormattableString.Invariant($"{buffer.SlotUnits * count.Factor}{units}");
    }

    private static string Index(Storage.InArena place)
    {
        if (place.Loop is not { } loop)
            return "0";
        string counter = Counter(loop);
        if (place.Buffer.KeepsAll)
            return place.Slot == Slot.Current ? counter : loop.IsDescending ? "0" : Less1(loop.Count);
        string step = loop.IsDescending ? $"({Less1(loop.Count)} - {counter})" : counter;
        return place.Slot switch
        {
            Slot.First => "0",
            Slot.Current => $"({step} & 1)",
            Slot.Next => $"(({step} + 1) & 1)",
            _ => loop.Count.IsConstant ? Text.Of(loop.Count.Factor % 2 == 0 ? 0 : 1) : $"({Text.Factor(loop.Count)} & 1)",
        };
    }

    /// <summary>The number of a loop's last iteration.</summary>
    public static string Less1(Dim count) => count.IsConstant ? Text.Of(count.Value - 1) : $"({Text.Of(count)} - 1)";
}
