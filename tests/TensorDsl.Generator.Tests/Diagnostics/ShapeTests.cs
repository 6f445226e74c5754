using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Mistakes about shapes: id, place and message of each.</summary>
public class ShapeTests
{
    [Fact]
    public void A_residual_sum_without_the_projection() => In("""
        var h = Embedding(tokens, Vocab, DModel);
        h += AttentionHeads(LayerNorm(h), Heads, DK, DV, Mask.Causal);
        return Linear(h, Vocab);
        """).Expect((
        "TDSL010", "h += AttentionHeads(LayerNorm(h), Heads, DK, DV, Mask.Causal)",
        "The sum of (B, T, DModel = 500) and (B, T, Heads 8 × DV 64 = 512): DModel = 500 and Heads 8 × DV 64 = 512 differ; a projection back to DModel = 500 is missing"));

    [Fact]
    public void A_residual_sum_of_a_local_product() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        var width = Heads * DV;
        return x + Linear(x, width);
        """).Expect((
        "TDSL010", "x + Linear(x, width)",
        "The sum of (B, T, DModel = 500) and (B, T, Heads 8 × DV 64 = 512): DModel = 500 and Heads 8 × DV 64 = 512 differ; a projection back to DModel = 500 is missing"));

    [Fact]
    public void A_sum_of_unequal_plain_widths() => In("""
        var x = Embedding(tokens, Vocab, 12);
        return x + Linear(x, 13, bias: false);
        """).Expect((
        "TDSL010", "x + Linear(x, 13, bias: false)",
        "The sum of (B, T, 12) and (B, T, 13): 12 and 13 differ"));

    [Fact]
    public void A_quotient_keeps_its_factors() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return x - Linear(x, DModel / 4);
        """).Expect((
        "TDSL010", "x - Linear(x, DModel / 4)",
        "The difference of (B, T, DModel = 500) and (B, T, DModel 500 / 4 = 125): DModel = 500 and DModel 500 / 4 = 125 differ"));

    [Fact]
    public void A_contraction_over_unequal_axes() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Einsum("b t d, d k -> b t k", x, Parameter("w", Zeros, DFf, DK));
        """).Expect((
        "TDSL011", "Einsum(\"b t d, d k -> b t k\", x, Parameter(\"w\", Zeros, DFf, DK))",
        "The contraction \"b t d, d k -> b t k\" of (B, T, DModel = 500) and (DFf = 512, DK = 32) binds 'd' to DModel = 500 and to DFf = 512"));

    [Fact]
    public void A_matrix_product_over_unequal_axes() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return MatMul(x, Parameter("w", Zeros, DK, DV));
        """).Expect((
        "TDSL010", "MatMul(x, Parameter(\"w\", Zeros, DK, DV))",
        "The matrix product of (B, T, DModel = 500) and (DK = 32, DV = 64): DModel = 500 and DK = 32 differ"));

    [Fact]
    public void An_unknown_axis_by_name() => In("""
        return Mean(Embedding(tokens, Vocab, DModel), "S");
        """).Expect((
        "TDSL012", "Mean(Embedding(tokens, Vocab, DModel), \"S\")",
        "There is no axis S in (B, T, DModel = 500)"));

    [Fact]
    public void An_unknown_axis_by_place() => In("""
        return Softmax(Embedding(tokens, Vocab, DModel), 3);
        """).Expect((
        "TDSL012", "Softmax(Embedding(tokens, Vocab, DModel), 3)",
        "There is no axis 3 in (B, T, DModel = 500)"));

    [Fact]
    public void A_size_of_zero() => In("""
        return Linear(Embedding(tokens, Vocab, DModel), Width);
        """, "const int Width = 0;").Expect((
        "TDSL013", "Linear(Embedding(tokens, Vocab, DModel), Width)",
        "A size of parameter 'linear.weight' must be positive, but is Width = 0 (in Linear ← Logits)"));

    [Fact]
    public void A_negative_number_of_heads() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return SelfAttention(x, -Heads, DK, DV, Mask.Causal);
        """).Expect((
        "TDSL013", "SelfAttention(x, -Heads, DK, DV, Mask.Causal)",
        "The number of heads must be positive, but is -8 (in SelfAttention ← Logits)"));

    [Fact]
    public void No_layers() => In("""
        return Repeat(Layers - 4, Embedding(tokens, Vocab, DModel), h => h);
        """).Expect((
        "TDSL013", "Repeat(Layers - 4, Embedding(tokens, Vocab, DModel), h => h)",
        "The number of times of loop 'layers' must be positive, but is Layers 4 - 4 = 0"));

    [Theory]
    [InlineData("b t d -> d", "expected two operands, '->' and the output")]
    [InlineData("b t d, d k", "expected two operands, '->' and the output")]
    [InlineData("b b d, d k -> k", "'b b d' repeats a letter")]
    [InlineData("b t d, d k -> x", "the output's 'x' is in no operand")]
    public void A_malformed_contraction(string text, string reason) => In($"""
        return Einsum("{text}", Embedding(tokens, Vocab, DModel), Parameter("w", Zeros, DModel, DK));
        """).Expect((
            "TDSL014", $"""Einsum("{text}", Embedding(tokens, Vocab, DModel), Parameter("w", Zeros, DModel, DK))""",
            $"""The contraction "{text}" is malformed: {reason}"""));

    [Fact]
    public void A_split_that_does_not_come_out_even() => In("""
        return SplitAxis(Embedding(tokens, Vocab, DModel), -1, Heads, DK);
        """).Expect((
        "TDSL015", "SplitAxis(Embedding(tokens, Vocab, DModel), -1, Heads, DK)",
        "(B, T, DModel = 500) has 500·B·T elements and cannot become (B, T, Heads = 8, DK = 32): Heads = 8 does not divide DModel = 500"));

    [Fact]
    public void Two_parameters_of_one_name() => In("""
        var a = Parameter("w", Zeros, DModel);
        var b = Parameter("w", Ones, DModel);
        return Embedding(tokens, Vocab, DModel) + a + b;
        """).Expect(("TDSL016", "Parameter(\"w\", Ones, DModel)", "Two parameters are named 'w'; one of them needs another name, or each a Block around it"));

    [Fact]
    public void A_size_known_at_run_time_where_a_constant_is_needed() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(x, x.Shape[1].Size);
        """).Expect((
        "TDSL017", "Linear(x, x.Shape[1].Size)",
        "A size of parameter 'linear.weight' must be a constant, but is T, which is known at run time only; [Axes] makes it constant with \"T = 16\", or with the name of a constant (in Linear ← Logits)"));

    [Fact]
    public void A_loop_that_changes_the_shape() => In("""
        return Repeat(Layers, Embedding(tokens, Vocab, DModel), h => Linear(h, DFf));
        """).Expect((
        "TDSL018", "Repeat(Layers, Embedding(tokens, Vocab, DModel), h => Linear(h, DFf))",
        "The body of loop 'layers' turns (B, T, DModel = 500) into (B, T, DFf = 512); it must keep the shape (in layers ← Repeat ← Logits)"));

    [Fact]
    public void A_transposition_that_repeats_an_axis() => In("""
        return Transpose(Embedding(tokens, Vocab, DModel), "T", "T", -1);
        """).Expect((
        "TDSL019", "Transpose(Embedding(tokens, Vocab, DModel), \"T\", \"T\", -1)",
        "A transposition of (B, T, DModel = 500) names each axis once, but this one has T, T, -1"));

    [Fact]
    public void A_name_that_is_taken() => In("""
        return Rename(Embedding(tokens, Vocab, DModel), "T", "B");
        """).Expect((
        "TDSL020", "Rename(Embedding(tokens, Vocab, DModel), \"T\", \"B\")",
        "(B, T, DModel = 500) already has an axis B"));

    [Fact]
    public void A_name_with_a_dot() => In("""
        return Embedding(tokens, Vocab, DModel) * Parameter("a.b", Zeros, DModel);
        """).Expect((
        "TDSL021", "Parameter(\"a.b\", Zeros, DModel)",
        "'a.b' is no name: use letters, digits and underscores, a letter first"));

    [Fact]
    public void An_operand_of_the_wrong_rank() => In("""
        return Embedding(tokens, Parameter("table", Zeros, Vocab));
        """).Expect((
        "TDSL023", "Embedding(tokens, Parameter(\"table\", Zeros, Vocab))",
        "An embedding's table is (Vocab, Width), but here it is (Vocab = 96)"));

    [Fact]
    public void Positions_of_two_sequences_where_there_is_room_for_one() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        var twice = Concat("T", Slice(x, "T", 0, 1), x);
        return x + TakeLast(twice + LearnedPositions(twice, 1), "T", 1);
        """).Expect((
        "TDSL022", "LearnedPositions(twice, 1)",
        "The first T = T+1 elements of 1 are wanted (in positions ← LearnedPositions ← Logits)"));

    [Fact]
    public void Positions_along_an_axis_that_nothing_bounds() => In("""
        var x = MergeAxes(Embedding(tokens, Vocab, DModel), 0);
        return x + LearnedPositions(x, 64);
        """).Expect((
        "TDSL022", "LearnedPositions(x, 64)",
        "The first B·T elements of 64 are wanted (in positions ← LearnedPositions ← Logits)"));

    [Fact]
    public void More_elements_than_an_axis_of_unknown_size_can_have() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Slice(x, "T", 1, x.Shape["T"].Size);
        """).Expect((
        "TDSL022", "Slice(x, \"T\", 1, x.Shape[\"T\"].Size)",
        "T elements from 1 on in steps of 1 of T are wanted"));

    [Fact]
    public void An_axis_and_a_part_of_it() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return x + Skip(x, "T", 1);
        """).Expect((
        "TDSL010", "x + Skip(x, \"T\", 1)",
        "The sum of (B, T, DModel = 500) and (B, T = T-1, DModel = 500): T and T = T-1 differ"));

    [Fact]
    public void A_token_beyond_the_table() => In("""
        return Embedding(Shift(tokens, "T", 1, 96), Vocab, DModel);
        """).Expect((
        "TDSL022", "Embedding(Shift(tokens, \"T\", 1, 96), Vocab, DModel)",
        "Elements at 96 of Vocab = 96 are wanted (in Embedding ← Logits)"));

    [Fact]
    public void More_names_than_parts() => In("""
        var (left, right) = Split(Embedding(tokens, Vocab, DModel), -1, 100, 200, 200);
        return left + right;
        """).Expect((
        "TDSL007", "var (left, right) = Split(Embedding(tokens, Vocab, DModel), -1, 100, 200, 200)",
        "This cannot be evaluated: 3 tensors cannot be given 2 names"));

    [Fact]
    public void A_table_with_as_many_rows_as_the_input_says() => In("""
        return Gather(Mean(Embedding(tokens, Vocab, DModel), "B"), tokens);
        """).Expect((
        "TDSL017", "Gather(Mean(Embedding(tokens, Vocab, DModel), \"B\"), tokens)",
        "The number of rows of a looked-up table must be a constant, but is T, which is known at run time only; [Axes] makes it constant with \"T = 16\", or with the name of a constant"));

    [Fact]
    public void The_mistake_sits_in_the_users_own_method() => In("""
        return Twice(Embedding(tokens, Vocab, DModel));
        """, "static Tensor Twice(Tensor x) => x + Linear(x, DFf);").Expect((
        "TDSL010", "x + Linear(x, DFf)",
        "The sum of (B, T, DModel = 500) and (B, T, DFf = 512): DModel = 500 and DFf = 512 differ (in Twice ← Logits)"));

    [Fact]
    public void The_mistake_sits_in_a_lambda_of_a_loop() => In("""
        return Repeat(Layers, Embedding(tokens, Vocab, DModel), h =>
        {
            h += FeedForward(LayerNorm(h), DFf, Gelu);
            return h + AttentionHeads(h, Heads, DK, DV, Mask.None);
        });
        """).Expect((
        "TDSL010", "h + AttentionHeads(h, Heads, DK, DV, Mask.None)",
        "The sum of (B, T, DModel = 500) and (B, T, Heads 8 × DV 64 = 512): DModel = 500 and Heads 8 × DV 64 = 512 differ; a projection back to DModel = 500 is missing (in body of Repeat ← Logits)"));

    [Fact]
    public void The_path_of_blocks_follows_a_mistake_inside_them() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return FeedForward(x, DFf, h => Linear(h, 0));
        """).Expect((
        "TDSL013", "Linear(h, 0)",
        "A size of parameter 'feedForward.linear.weight' must be positive, but is 0 (in Linear ← body of FeedForward ← Logits)"));

    [Fact]
    public void Only_the_first_mistake_is_reported() => In("""
        var x = Mean(Embedding(tokens, Vocab, DModel), "S");
        return x + Linear(x, 0);
        """).Expect((
        "TDSL012", "Mean(Embedding(tokens, Vocab, DModel), \"S\")",
        "There is no axis S in (B, T, DModel = 500)"));

    private static GeneratorRun In(string body, string members = "") => GeneratorRun.Of(Sources.Model(body, members));
}
