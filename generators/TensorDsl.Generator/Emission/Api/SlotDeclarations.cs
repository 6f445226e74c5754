using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes a line for each parameter; one of a loop is written iteration by iteration, within loops of the generated code.</summary>
internal static class SlotDeclarations
{
    /// <summary>Writes them, from what makes the line of a parameter whose name is an expression.</summary>
    public static void Write(CodeWriter code, IEnumerable<ParameterSlot> slots, Func<ParameterSlot, string, string> line) => Write(code, slots, line, 0);

    private static void Write(CodeWriter code, IEnumerable<ParameterSlot> slots, Func<ParameterSlot, string, string> line, int depth)
    {
        foreach (var slot in slots.Where(slot => slot.Loops.Count == depth))
            code.Line(line(slot, Name(slot.Name)));
        foreach (var loop in slots.Where(slot => slot.Loops.Count > depth).GroupBy(slot => slot.Loops[depth].Name))
        {
            string count = loop.First().Loops[depth].Count.Factor.ToString(CultureInfo.InvariantCulture);
            code.Block($"for (int i{depth} = 0; i{depth} < {count}; i{depth}++)", () => Write(code, loop, line, depth + 1));
        }
    }

    private static string Name(string pattern)
    {
        string[] parts = pattern.Split('*');
        string text = string.Concat(parts.Select((part, i) => i < parts.Length - 1 ? $"{part}{{i{i}}}" : part));
        return parts.Length == 1 ? $"\"{text}\"" : $"$\"{text}\"";
    }
}
