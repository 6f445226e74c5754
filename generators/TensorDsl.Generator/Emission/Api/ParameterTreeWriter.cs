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
        code.Line($"/// <summary>{summary}</summary>");
        code.Block($"public readonly struct {type}(Dsl::ParameterSet arena, long offset)", () =>
        {
            bool first = true;
            foreach (var group in slots.GroupBy(slot => slot.Path[depth]))
            {
                if (!first)
                    code.Line();
                first = false;
                Member(code, group.Key, [.. group], depth);
            }
        });
    }

    private void Member(CodeWriter code, string part, List<(ParameterSlot Slot, string[] Path)> slots, int depth)
    {
        if (slots.Find(slot => slot.Path.Length == depth + 1).Slot is { } leaf)
        {
            string sizes = string.Join(", ", leaf.Shape.Axes.Select(axis => Text.Of(axis.Size.Plain)));
            string count = leaf.Count.ToString(CultureInfo.InvariantCulture);
            string offset = layout.Of(leaf).Offset.ToString(CultureInfo.InvariantCulture);
            code.Line($"/// <summary><c>{leaf.Name}</c> {leaf.Shape}, starts as {leaf.Initializer}.</summary>");
            code.Line($"public TensorSpan<float> {Name(part)} => new(arena.Data + {offset} + offset, {count}, [{sizes}]);");
        }

        var inner = slots.Where(slot => slot.Path.Length > depth + 1).ToList();
        if (inner.Count == 0)
            return;
        string type = $"{Name(part)}{(inner.Any(slot => slot.Path[depth + 1] == "*") ? "List" : "")}Tensors";
        code.Line($"/// <summary>The tensors of <c>{string.Join(".", inner[0].Path.Take(depth + 1))}</c>.</summary>");
        code.Line($"public {type} {Name(part)} => new(arena, offset);");
        code.Line();
        if (inner[0].Path[depth + 1] == "*")
            List(code, type, part, inner, depth + 1);
        else
            Scope(code, type, $"The tensors of <c>{part}</c>.", inner, depth + 1);
    }

    private void List(CodeWriter code, string type, string part, List<(ParameterSlot Slot, string[] Path)> slots, int depth)
    {
        int level = slots[0].Path.Take(depth).Count(p => p == "*");
        var loop = slots[0].Slot.Loops[level];
        string stride = layout.Of(slots[0].Slot).Strides[level].ToString(CultureInfo.InvariantCulture);
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
