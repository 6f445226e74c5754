using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Vectors of the positions that a group has, in registers that the PTX names, as fragments of a first operand: a thread has
/// parts of two rows, the upper and the lower. Its two words of a step's depth are neighbours, which is as good as any
/// order that the second operand shares.
/// </summary>
/// <param name="name">The registers' name.</param>
/// <param name="attention">Whose vectors they are.</param>
/// <param name="node">Where they come from.</param>
/// <param name="width">The length of a vector; what is missing to whole steps is zero.</param>
/// <param name="format">What they are rounded to.</param>
internal sealed class AttentionRows(string name, AttentionKernel attention, Node node, int width, TensorFormat format)
{
    /// <summary>The steps of depth.</summary>
    public int Steps => TensorAttention.Steps(width, format);

    /// <summary>The words of a step.</summary>
    public string Fragment(int step) => string.Join(", ", Names(step));

    /// <summary>Writes the loading, times a factor.</summary>
    public void Load(CodeWriter code, double scale = 1)
    {
        code.Line($"CudaAsm.Emit(\".reg .b32 {name}<{Number(4 * Steps)}>;\");");
        foreach (string row in TensorAttention.Rows)
            code.Line($"int _{name}{row} = {attention.At(node, $"_read{row}")} + (_inQuad * {Number(2 * format.PerWord)});");
        for (int step = 0; step < Steps; step++)
        {
            var words = Names(step).Select((word, i) => format.RoundTo(word, $"%{Number(i * format.PerWord)}", $"%{Number((i * format.PerWord) + 1)}"));
            var elements = Enumerable.Range(0, 4 * format.PerWord).Select(i => Element(step, i / format.PerWord, i % format.PerWord, scale));
            code.Line($"CudaAsm.Emit(\"{string.Join(" ", words)}\", {string.Join(", ", elements)});");
        }
    }

    private IEnumerable<string> Names(int step) => Enumerable.Range(4 * step, 4).Select(i => $"{name}{Number(i)}");

    // Of the four words of a step the first and the third are the upper row's.
    private string Element(int step, int word, int part, double scale)
    {
        int place = (((step * TensorFormat.StepWords) + (word / 2)) * format.PerWord) + part;
        string element = $"{attention.View(node)}[_{name}{TensorAttention.Rows[word % 2]} + {Number(place)}]{(scale == 1 ? "" : $" * {Text.Literal(scale)}")}";
        int last = (step + 1) * TensorFormat.StepWords * format.PerWord;
        return last <= width ? element : $"_inQuad * {Number(2 * format.PerWord)} < {Number(width - place)} ? {element} : 0f";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
