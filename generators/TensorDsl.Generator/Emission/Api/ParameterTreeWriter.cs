using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>
/// Writes typed access to parameters and gradients: a property for each scope of the definition, an index for each
/// loop, a tensor view with its shape for each parameter.
/// </summary>
internal sealed class ParameterTreeWriter(ParameterLayout layout)
{
    public void Write(CodeWriter code, string head)
    {
        code.Block(head, () =>
        {
            code.Line("/// <summary>The parameters by name, as tensors.</summary>");
            code.Line("public Tensors Weights => new(Parameters, 0);");
            code.Line();
            code.Line("/// <summary>The parameters' gradients by name, as tensors.</summary>");
            code.Line("public Tensors WeightGradients => new(Gradients, 0);");
            code.Line();
            Scope(code, "Tensors", "The tensors of an arena by name.", [.. layout.Slots.Select(slot => (slot, slot.Name.Split('.')))], 0);
        });
    }

    private void Scope(CodeWriter code, string type, string summary, List<(ParameterSlot Slot, string[] Path)> slots, int depth)
    {
        // A parameter, a block and a loop may have one name, and the case of its first letter is lost: the later one gets a number.
        var members = slots.GroupBy(slot => (Part: slot.Path[depth], Kind: Kind(slot, depth))).ToList();
        var names = new UniqueNames(type);
        string[] properties = [.. members.Select(member => names.Of(Name(member.Key.Part)))];
        code.Line($"/// <summary>{summary}</summary>");
        code.Block($"public readonly struct {type}(Dsl::ParameterSet arena, long offset)", () =>
        {
            for (int i = 0; i < members.Count; i++)
            {
                if (i > 0)
                    code.Line();
                Member(code, members[i].Key.Part, properties[i], names, [.. members[i]], depth);
            }
        });
    }

    // The number of iterations of a loop, 0 for a block, −1 for a parameter.
    private static int Kind((ParameterSlot Slot, string[] Path) slot, int depth) =>
        slot.Path.Length == depth + 1 ? -1 : slot.Path[depth + 1] == "*" ? Loop(slot, depth + 1).Count.Value : 0;

    private static LoopNode Loop((ParameterSlot Slot, string[] Path) slot, int depth) => slot.Slot.Loops[Level(slot.Path, depth)];

    // How many loops are around the one whose index stands at that depth.
    private static int Level(string[] path, int depth) => path.Take(depth).Count(part => part == "*");

    private void Member(
        CodeWriter code, string part, string property, UniqueNames names, List<(ParameterSlot Slot, string[] Path)> slots, int depth)
    {
        if (Kind(slots[0], depth) < 0)
        {
            var leaf = slots[0].Slot;
            string sizes = string.Join(", ", leaf.Shape.Axes.Select(axis => Text.Of(axis.Size.Plain)));
            string count = leaf.Count.ToString(CultureInfo.InvariantCulture);
            string offset = layout.Of(leaf).Offset.ToString(CultureInfo.InvariantCulture);
            code.Line($"/// <summary><c>{leaf.Name}</c> {leaf.Shape}, starts as {leaf.Initializer}.</summary>");
            code.Line($"public TensorSpan<float> {property} => new(arena.Data + {offset} + offset, {count}, [{sizes}]);");
            return;
        }

        bool isLoop = Kind(slots[0], depth) > 0;
        string type = names.Of($"{property}{(isLoop ? "List" : "")}Tensors");
        code.Line($"/// <summary>The tensors of <c>{string.Join(".", slots[0].Path.Take(depth + 1))}</c>.</summary>");
        code.Line($"public {type} {property} => new(arena, offset);");
        code.Line();
        if (isLoop)
            List(code, type, part, slots, depth + 1);
        else
            Scope(code, type, $"The tensors of <c>{part}</c>.", slots, depth + 1);
    }

    private void List(CodeWriter code, string type, string part, List<(ParameterSlot Slot, string[] Path)> slots, int depth)
    {
        var loop = Loop(slots[0], depth);
        string stride = layout.Of(slots[0].Slot).Strides[Level(slots[0].Path, depth)].ToString(CultureInfo.InvariantCulture);
        string item = $"{Name(part)}Tensors";
        code.Line($"/// <summary>The tensors of each iteration of <c>{part}</c>.</summary>");
        code.Block($"public readonly struct {type}(Dsl::ParameterSet arena, long offset)", () =>
        {
            code.Line("/// <summary>The number of iterations.</summary>");
            code.Line(FormattableString.Invariant($"public int Count => {loop.Count.Factor};"));
            code.Line();
            code.Line("/// <summary>The tensors of one iteration.</summary>");
            code.Line("/// <exception cref=\"ArgumentOutOfRangeException\">There is no such iteration.</exception>");
            code.Block($"public {item} this[int index]", () => code.Block("get", () =>
            {
                code.Line("ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));");
                code.Line($"return new {item}(arena, offset + (index * {stride}L));");
            }));
            code.Line();
            Scope(code, item, $"The tensors of one iteration of <c>{part}</c>.", slots, depth + 1);
        });
    }

    // Layers inside a recurrence are written out, so they are known by a number.
    private static string Name(string part) => char.IsDigit(part[0]) ? "_" + part : Names.Upper(part);
}
