using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>TDSL006: what several entry points, their inputs and results may be called.</summary>
public sealed class EntryPointTests
{
    [Fact]
    public void Right() => Of("""
        static Tensor Encode([Axes("B", "S", "F = 16")] Tensor x, [Axes] Tensor scale) => Linear(x * scale, Width);
        static (Tensor Logits, Tensor Kept) Decode([Axes("B", "S", "D = Width")] Tensor memory, [Axes("B", "T")] Tokens tokens) => (Embedding(tokens, 9, Width), memory);
        static (Tensor, Tensor) Pair([Axes("B", "S", "Width")] Tensor memory) => (memory, memory * 2);
        static Tensor StudentLoss([Axes("B", "S", "F = 16")] Tensor x) => Mean(Encode(x, 1));
        """).Expect();

    [Fact]
    public void An_entry_point_twice() => Of("""
        static Tensor Encode([Axes("B", "F = 16")] Tensor x) => x * 2;
        static Tensor Encode([Axes("B", "T", "F = 16")] Tensor x, [Axes] Tensor scale) => x * scale;
        """).Expect(("TDSL006", "Encode", "The entry point 'Encode' is declared twice"));

    [Fact]
    public void A_tuple_of_other_things() => Of("""
        static (Tensor, int) Encode([Axes("B", "F = 16")] Tensor x) => (x * 2, 1);
        """).Expect(("TDSL006", "Encode", "The entry point 'Encode' returns a tuple of more than Tensors"));

    [Theory]
    [InlineData("BackwardStudentLoss")]
    [InlineData("DifferentiateStudentLoss")]
    public void The_name_of_a_gradient(string name) => Of($$"""
        static Tensor StudentLoss([Axes("B")] Tensor x) => Mean(x);
        static Tensor {{name}}([Axes("B")] Tensor x) => x * 2;
        """).Expect(("TDSL006", name, $"The entry point '{name}' has the name of the gradient of 'StudentLoss'"));

    [Fact]
    public void A_name_for_tokens_and_numbers() => Of("""
        static Tensor Encode([Axes("B")] Tokens x) => Embedding(x, 9, 8);
        static Tensor Other([Axes("B")] Tensor x) => x * 2;
        """).Expect(("TDSL006", "Other", "The entry point 'Other' has a Tensor 'x', which is Tokens of 'Encode'"));

    [Fact]
    public void A_result_named_like_an_input() => Of("""
        static (Tensor X, Tensor Y) Encode([Axes("B")] Tensor x) => (x * 2, x * 3);
        """).Expect(("TDSL006", "Encode", "The entry point 'Encode' gives two things the name 'x', the case of its first letter apart"));

    [Theory]
    [InlineData("F = Depth", "an axis 'F' whose size 'Depth' is no constant")]
    [InlineData("F = 0", "an axis 'F' whose size is not positive")]
    [InlineData("= 3", "an axis without a name")]
    [InlineData("2 F = 3", "an axis '2 F', which is no identifier")]
    public void An_axis(string axis, string mistake) => Of($$"""
        static Tensor Encode([Axes("B", "{{axis}}")] Tensor x) => x * 2;
        """).Expect(("TDSL006", $"[Axes(\"B\", \"{axis}\")] Tensor x", $"The entry point 'Encode' has a parameter 'x' that has {mistake}"));

    [Theory]
    [InlineData("loss", "Loss")]
    [InlineData("logits", "Logits")]
    public void The_name_that_a_model_is_known_by_in_small_letters(string name, string known) => Of($$"""
        static Tensor Encode([Axes("B", "T")] Tokens tokens) => Embedding(tokens, 9, 9);
        static Tensor {{name}}([Axes("B", "T")] Tokens tokens) => Mean(Encode(tokens));
        """).Expect(("TDSL006", name, $"The entry point '{name}' differs from '{known}', by which a model is known, in the case of its first letter alone"));

    [Fact]
    public void A_loss_that_is_not_a_single_number() => Of("""
        static Tensor Loss([Axes("B", "F = 16")] Tensor x) => Sum(x * x, -1);
        static Tensor OtherLoss([Axes("B", "F = 16")] Tensor x) => Mean(x * x);
        """).Expect(("TDSL061", "Loss", "'Loss' is (B), not a single number, so that it has no gradient and nothing can be trained by it"));

    [Fact]
    public void Two_axes_of_one_size() => Of("""
        static Tensor Encode([Axes("B", "N", "F = 4")] Tensor x, [Axes("B", "N", "N'")] Tensor near, [Axes("M'", "M''")] Tensor more, [Axes("Width'")] Tensor wide) =>
            Einsum("b m f, b n m -> b n f", Rename(x, "N", "N'"), near) + Mean(more) + Mean(wide);
        """).ExpectCode();

    private static GeneratorRun Of(string members) =>
        GeneratorRun.Of($"[Model] public partial class Net {{ const int Width = 8; {members} }}");
}
