using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>What goes wrong while a definition's constants are computed.</summary>
public class EvaluationTests
{
    [Fact]
    public void A_division_by_zero() =>
        In("int none = 0; return Embedding(tokens, Vocab, DModel / none);").Expect(("TDSL007", "DModel / none", "This cannot be evaluated: it divides by zero"));

    [Fact]
    public void A_number_that_is_too_large() =>
        In("int n = int.MaxValue; return Embedding(tokens, Vocab, n * 2);").Expect(("TDSL007", "n * 2", "This cannot be evaluated: the number is too large"));

    [Fact]
    public void A_place_outside_an_array() =>
        In("int[] widths = [8, 16]; return Embedding(tokens, Vocab, widths[2]);").Expect((
        "TDSL007", "widths[2]",
        "This cannot be evaluated: there is no element 2 in an array of 2"));

    [Fact]
    public void A_negative_length() =>
        In("int n = -1; var all = new Tensor[n]; return Embedding(tokens, Vocab, DModel);").Expect((
        "TDSL007", "new Tensor[n]",
        "This cannot be evaluated: an array cannot have the length -1"));

    [Theory]
    [InlineData("grid[1, 3]", "there is no element 1, 3 in an array of 2 × 3")]
    [InlineData("grid.GetLength(2)", "there is no dimension 2 in an array of 2")]
    [InlineData("new int[1000, Heads * 100].Length", "an array cannot have the lengths 1000 × 800", "new int[1000, Heads * 100]")]
    public void Arrays_of_rows(string value, string mistake, string? place = null) =>
        In($"var grid = new int[2, 3]; return Embedding(tokens, Vocab, {value});").Expect((
        "TDSL007", place ?? value,
        $"This cannot be evaluated: {mistake}"));

    [Fact]
    public void A_loop_without_an_end() =>
        In("for (int i = 0; ; ) i = i * 1;").Expect((
        "TDSL007", "for (int i = 0; ; ) i = i * 1;",
        "This cannot be evaluated: it takes more than 4000000 steps"));

    [Fact]
    public void A_mask_of_512_positions_is_evaluated_and_written_shortly()
    {
        var run = In("""
            var x = Embedding(tokens, Vocab, DModel);
            return Linear(SelfAttention(x, 2, DK, DV, Mask.Of(512, (q, k) => q >= k && (q - k < 16 || k % 8 == 0))), Vocab);
            """).Expect();
        Assert.InRange(run.Result.GeneratedTrees.Sum(tree => tree.Length), 65_536, 200_000);
    }

    [Fact]
    public void Layers_that_make_too_many_operations() =>
        In("var x = Embedding(tokens, Vocab, DModel); for (int i = 0; i < 6000; i++) x = Exp(x); return x;").Expect((
        "TDSL007", "Exp(x)",
        "This cannot be evaluated: it makes more than 5000 operations; layers that are alike are written with Repeat"));

    [Fact]
    public void Sizes_that_no_number_holds() =>
        In("""
            return Repeat(int.MaxValue, Embedding(tokens, Vocab, DModel), h =>
                Repeat(int.MaxValue, h, g => g * Mean(Parameter("p", Zeros, int.MaxValue)), "inner"));
            """).Expect((
        "TDSL007", "Net",
        "This cannot be evaluated: the model's sizes are too large to be counted"));

    // The parameters can be counted, the arena's bytes cannot.
    [Fact]
    public void Activations_that_no_number_holds() =>
        In("""
            return Repeat(int.MaxValue, Embedding(tokens, Vocab, DModel), h => Repeat(int.MaxValue, h, g => Tanh(g), "inner"));
            """).Expect((
        "TDSL007", "Net",
        "This cannot be evaluated: the model's sizes are too large to be counted"));

    [Theory]
    [InlineData("Parameter(\"p\", Ones, 100000, 100000)", "The parameter 'p' (100000, 100000)")]
    [InlineData("Parameter(\"p\", Ones, int.MaxValue, int.MaxValue, int.MaxValue)", "The parameter 'p' (MaxValue = 2147483647, MaxValue = 2147483647, MaxValue = 2147483647)")]
    public void A_parameter_with_too_many_elements(string parameter, string named) =>
        In($"return Embedding(tokens, Vocab, DModel) * Mean({parameter});").Expect((
        "TDSL024", parameter, $"{named} has more than 2147483647 elements, the most that a tensor may have"));

    [Theory]
    [InlineData("Tokens", "Embedding(x, 9, 8)")]
    [InlineData("Tensor", "x * 2")]
    public void An_input_with_too_many_elements(string type, string result) => GeneratorRun.Of($$"""
        [Model]
        public partial class Net
        {
            static Tensor Encode([Axes("B", "F = 2147483647", "C = 3")] {{type}} x) => {{result}};
        }
        """).Expect((
        "TDSL024", "Encode", "The input 'x' (B, F = 2147483647, C = 3) has more than 2147483647 elements, the most that a tensor may have"));

    [Fact]
    public void A_value_with_too_many_elements() =>
        In("return Expand(Unsqueeze(Embedding(tokens, Vocab, DModel), -1), -1, 10000000);").Expect((
        "TDSL024", "Expand(Unsqueeze(Embedding(tokens, Vocab, DModel), -1), -1, 10000000)",
        "A tensor (B, T, DModel = 500, 10000000) has more than 2147483647 elements, the most that a tensor may have"));

    [Fact]
    public void Sizes_whose_product_is_too_large() =>
        In("Dim many = int.MaxValue; return Linear(Embedding(tokens, Vocab, DModel), many * many * many);").Expect((
        "TDSL007", "many * many * many",
        "This cannot be evaluated: a size, or a product of sizes, is larger than 2147483647, the largest that there is"));

    // Without the framework's "(Parameter 'rate')".
    [Fact]
    public void A_rate_that_is_none() =>
        In("return Dropout(Embedding(tokens, Vocab, DModel), 1.5);").Expect((
        "TDSL007", "Dropout(Embedding(tokens, Vocab, DModel), 1.5)",
        "This cannot be evaluated: The rate of dropout must be at least 0 and less than 1, but is 1.5"));

    [Fact]
    public void A_throw_that_is_reached() =>
        In("return Layers > 3 ? throw new ArgumentException() : Embedding(tokens, Vocab, DModel);").Expect((
        "TDSL007", "throw new ArgumentException()",
        "This cannot be evaluated: the definition throws"));

    [Fact]
    public void A_switch_without_a_fitting_arm() =>
        In("return Embedding(tokens, Vocab, Layers switch { 1 => 8, 2 => 16 });").Expect((
        "TDSL007", "Layers switch { 1 => 8, 2 => 16 }",
        "This cannot be evaluated: no arm of the switch fits 4"));

    [Fact]
    public void A_function_that_is_null() =>
        In("Func<Tensor, Tensor> f = null!; return f(Embedding(tokens, Vocab, DModel));").Expect((
        "TDSL007", "f(Embedding(tokens, Vocab, DModel))",
        "This cannot be evaluated: the function is null"));

    [Fact]
    public void An_argument_that_is_null() =>
        In("return Linear(null!, DModel);").Expect((
        "TDSL007", "Linear(null!, DModel)",
        "This cannot be evaluated: an argument is null (in Linear ← Logits)"));

    [Fact]
    public void An_object_that_is_null() =>
        In("Tensor x = null!; return Linear(Embedding(tokens, Vocab, DModel), x.Shape.Rank);").Expect(("TDSL007", "x.Shape", "This cannot be evaluated: the object is null"));

    [Fact]
    public void A_place_outside_a_shape() =>
        In("return Linear(Embedding(tokens, Vocab, DModel), tokens.Shape[2].Size);").Expect((
        "TDSL012", "tokens.Shape[2]",
        "There is no axis 2 in (B, T)"));

    private static GeneratorRun In(string body, string members = "") => GeneratorRun.Of(Sources.Model(body, members));
}
