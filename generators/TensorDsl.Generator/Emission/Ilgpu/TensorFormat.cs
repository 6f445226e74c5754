namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>A format that tensor cores multiply in: how operands are rounded to it, and the instruction.</summary>
/// <param name="Name">The precision's name.</param>
/// <param name="PerWord">Elements in 32 bits.</param>
/// <param name="Shape">Rows, columns and depth of one instruction; its depth is always 8 words.</param>
/// <param name="Type">The operands' type in PTX.</param>
internal sealed record TensorFormat(string Name, int PerWord, string Shape, string Type)
{
    /// <summary>The words of depth of one instruction.</summary>
    public const int StepWords = 8;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TensorFormat> All { get; } =
    [
        new("Tf32", 1, "m16n8k8", "tf32"),
        new("BFloat16", 2, "m16n8k16", "bf16"),
    ];

    /// <summary>The text that rounds one element, or two neighbours of which the first goes to the lower half, to a word.</summary>
    public string Round => RoundTo("%0", "%1", "%2");

    /// <summary>The same for a word and elements of these names.</summary>
    public string RoundTo(string word, string first, string second) =>
        PerWord == 1 ? $"cvt.rna.tf32.f32 {word}, {first};" : $"cvt.rn.bf16x2.f32 {word}, {second}, {first};";

    /// <summary>The text that adds a product of fragments, by default those in the arguments, to four sums.</summary>
    public string Multiply(string sums, string a = "%0, %1, %2, %3", string b = "%4, %5") =>
        $"mma.sync.aligned.{Shape}.row.col.f32.{Type}.{Type}.f32 {{{sums}}}, {{{a}}}, {{{b}}}, {{{sums}}};";
}
