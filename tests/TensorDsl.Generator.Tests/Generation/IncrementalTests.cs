using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Generation;

/// <summary>Which definitions can be run a few positions at a time, and what prevents the others.</summary>
public class IncrementalTests
{
    private const string Heads3 = """
        var x = Embedding(tokens, Vocab, DModel);
        var q = SplitAxis(Linear(x, 15, name: "query"), -1, 3, 5);
        var scores = Einsum("b t h d, b s h d -> b h t s", q, q);
        var position = SplitAxis(Index(scores, -2), 0, Index(scores, -2).Shape[0].Size, 1);
        var key = Index(scores, -1);

        """;

    private const string Read = """

        return Linear(MergeAxes(Einsum("b h t s, b s h d -> b t h d", weights, q), -2), Vocab);
        """;

    // The step's place may then be before nothing at all.
    [Fact]
    public void A_context_of_one_position() =>
        In("return Linear(Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, 1, DModel), Vocab);").Expect();

    [Fact]
    public void A_mean_over_all_positions() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(x - Mean(x, "T", keep: true), Vocab);
        """).Expect((
        "TDSL060", "Mean(x, \"T\", keep: true)",
        "The model 'Net' cannot be run a few positions at a time: its sum over T takes later positions in"));

    [Fact]
    public void The_largest_of_all_positions_inside_a_loop() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(Repeat(2, x, h => Repeat(3, h, g => g + Max(g, "T", keep: true), "inner")), Vocab);
        """).Expect((
        "TDSL060", "Max(g, \"T\", keep: true)",
        "The model 'Net' cannot be run a few positions at a time: its maximum over T takes later positions in"));

    [Fact]
    public void Attention_without_a_mask() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        x = Repeat(Layers, x, h => h + SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.None));
        return Linear(x, Vocab);
        """).Expect((
        "TDSL060", "SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.None)",
        "The model 'Net' cannot be run a few positions at a time: its maximum over T' = T takes later positions in"));

    [Theory]
    [InlineData("Where(position <= key, scores, -1e30)")]
    [InlineData("Where(key <= position + 1, scores, -1e30)")]
    [InlineData("Where(key <= position, scores, -1)")]
    [InlineData("Where(key < position, scores, -1e30)")]
    [InlineData("scores - Abs(key - position)")]
    public void A_mask_that_does_not_hide_later_positions(string masked) => In($"{Heads3}var weights = Softmax({masked});{Read}").Expect((
        "TDSL060", $"Softmax({masked})",
        "The model 'Net' cannot be run a few positions at a time: its maximum over T' = T takes later positions in"));

    [Theory]
    [InlineData("Softmax(Where(key <= position, scores, -1e30))")]
    [InlineData("Softmax(Where(key < position + 1, scores, -1e9))")]
    [InlineData("Softmax(Where(position < key, double.NegativeInfinity, scores))")]
    [InlineData("Softmax(scores + Where(0 <= position - key, 0, -1e30))")]
    [InlineData("Softmax(Where((key <= position) * (position < key + 3), scores, double.NegativeInfinity))")]
    [InlineData("Softmax(Where(key / 4 <= position / 4, scores, -1e30))")]
    [InlineData("scores * (key < position)")]
    [InlineData("Where(Equal(key, position - 1), scores, 0)")]
    [InlineData("Exp(scores) * Relu(1 - Maximum(key - position, 0) * 2) * (key <= position)")]
    public void A_mask_that_hides_them(string weights) => In($"{Heads3}var weights = {weights};{Read}").ExpectCode();

    [Fact]
    public void A_single_result_for_the_whole_sequence() => In("""
        return Linear(Mean(Embedding(tokens, Vocab, DModel), "T"), Vocab);
        """).Expect((
        "TDSL060", "Linear(Mean(Embedding(tokens, Vocab, DModel), \"T\"), Vocab)",
        "The model 'Net' cannot be run a few positions at a time: Logits is (B, Vocab = 96), not (B, T, Vocabulary) of tokens (B, T)"));

    [Theory]
    [InlineData("Pad(x, \"T\", 1, 0)", "T = T+1", "longer or shorter than T")]
    [InlineData("Skip(x, \"T\", 1)", "T = T-1", "longer or shorter than T")]
    public void An_axis_that_is_longer_or_shorter(string part, string axis, string reason) => In($"""
        var x = Embedding(tokens, Vocab, DModel);
        var part = {part};
        var read = Einsum("b t d, b s d -> b t s", x, Rename(part, "T", "S"));
        return Linear(Einsum("b t s, b s d -> b t d", read, Rename(part, "T", "S")), Vocab);
        """).Expect((
        "TDSL060", "Einsum(\"b t d, b s d -> b t s\", x, Rename(part, \"T\", \"S\"))",
        $"The model 'Net' cannot be run a few positions at a time: its axis {axis.Replace("T =", "S =", StringComparison.Ordinal)} is {reason}"));

    [Fact]
    public void The_last_positions_alone() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(x + Unsqueeze(At(TakeLast(x, "T", 2), 1, 0), 1), Vocab);
        """).Expect((
        "TDSL060", "TakeLast(x, \"T\", 2)",
        "The model 'Net' cannot be run a few positions at a time: it takes a part of the sequence"));

    [Theory]
    [InlineData("At(x, \"T\", 1)", "Unsqueeze({0}, 1)", "it takes a part of the sequence")]
    [InlineData("Take(x, \"T\", 2)", "Mean({0}, \"T\", keep: true)", "it takes a part of the sequence")]
    [InlineData("Flip(x, \"T\")", "{0}", "it takes a part of the sequence")]
    [InlineData("Slice(table, 0, 1, x.Shape[1].Size)", "{0}", "it takes a part of the sequence")]
    [InlineData("Slice(table, 0, 0, x.Shape[1].Size, 2)", "{0}", "it takes a part of the sequence")]
    [InlineData("Shift(x, \"T\", -1)", "{0}", "it moves later positions to earlier places")]
    [InlineData("Windows(x, \"T\", 1)", "Sum({0}, 2)", "its windows run along time")]
    public void A_part_that_lies_elsewhere_than_time_goes(string part, string use, string reason) => In($"""
        var x = Embedding(tokens, Vocab, DModel);
        var table = Parameter("table", Normal(1), 200, DModel);
        var read = {string.Format(System.Globalization.CultureInfo.InvariantCulture, use, part)};
        return Linear(x + read, Vocab);
        """).Expect(("TDSL060", part, $"The model 'Net' cannot be run a few positions at a time: {reason}"));

    [Theory]
    [InlineData("Shift(x, \"T\", 1)")]
    [InlineData("Unsqueeze(At(x, \"T\", 0), 1)")]
    [InlineData("Slice(table, 0, 0, x.Shape[1].Size)")]
    [InlineData("Mean(Windows(x, 2, 4), 3) * Parameter(\"gain\", Normal(1), 1)")]
    public void A_part_that_lies_where_time_goes(string part) => In($"""
        var x = Embedding(tokens, Vocab, 4);
        var table = Parameter("table", Normal(1), 200, 4);
        return Linear(x + {part}, Vocab);
        """).ExpectCode();

    [Fact]
    public void Tokens_that_are_moved_to_later_positions() => In("""
        return Linear(Embedding(Shift(tokens, "T", 1, 3), Vocab, DModel), Vocab);
        """).ExpectCode();

    [Fact]
    public void A_recurrence_from_the_last_position_to_the_first() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(Gru(x, DK) + Gru(x, DK, reverse: true, name: "backward"), Vocab);
        """).Expect((
        "TDSL060", "Gru(x, DK, reverse: true, name: \"backward\")",
        "The model 'Net' cannot be run a few positions at a time: a recurrence from the last position to the first begins with later positions"));

    [Fact]
    public void The_last_state_of_a_recurrence() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        var (y, last) = GruWithState(x, DK);
        return Linear(y * Unsqueeze(last, 1), Vocab);
        """).Expect((
        "TDSL060", "GruWithState(x, DK)",
        "The model 'Net' cannot be run a few positions at a time: a recurrence's last state is that of the whole sequence"));

    [Fact]
    public void A_recurrence_that_starts_from_all_positions() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(Scan(x, "T", Mean(x, "T"), (at, state) => Tanh(at + state)), Vocab);
        """).Expect((
        "TDSL060", "Mean(x, \"T\")",
        "The model 'Net' cannot be run a few positions at a time: its sum over T takes later positions in"));

    [Fact]
    public void A_recurrence_whose_steps_read_all_positions() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        var all = Rename(x, "T", "S");
        return Linear(Scan(x, "T", At(x, "T", 0), (at, state) => at + AdditiveAttention(state, all, all, DModel)), Vocab);
        """).Expect((
        "TDSL060", "AdditiveAttention(state, all, all, DModel)",
        "The model 'Net' cannot be run a few positions at a time: inside a recurrence it reads along time"));

    [Fact]
    public void A_state_that_runs_along_time() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        var y = Scan(x, "T", Rename(x, "T", "S") * 0, (at, state) => (0.5 * state) + Unsqueeze(at, 1));
        return Linear(At(y, "S", 0), Vocab);
        """).Expect((
        "TDSL060", "(0.5 * state) + Unsqueeze(at, 1)",
        "The model 'Net' cannot be run a few positions at a time: a recurrence's state runs along time"));

    [Fact]
    public void A_recurrence_along_layers_is_causal() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        var steps = Parameter("steps", Normal(1), 3, DModel);
        return Linear(Mean(Scan(steps, 0, x, (step, h) => h + SelfAttention(Tanh(h * step), Heads, DK, DV, Mask.Causal)), 0), Vocab);
        """).ExpectCode();

    [Fact]
    public void Rows_of_another_table_in_each_iteration_for_what_all_positions_share() => GeneratorRun.Of("""
        [Model(Incremental = true)]
        public partial class Net
        {
            static Tensor Logits([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens kind)
            {
                var (_, x) = Scan(Parameter("tables", Normal(1), 3, 5, 4), 0, Embedding(tokens, 9, 4), (table, h) =>
                {
                    var next = Tanh(h * Unsqueeze(Gather(table, kind), 1));
                    return (Sum(next), next);
                });
                return Linear(x, 9);
            }
        }
        """).Expect((
        "TDSL060", "Gather(table, kind)",
        "The model 'Net' cannot be run a few positions at a time: in each iteration it looks up other rows for tokens that are read once, before the first position"));

    [Fact]
    public void A_model_of_a_single_position() => In("""
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, 1, DModel);
        return Linear(x + SelfAttention(x, Heads, DK, DV, Mask.Causal), Vocab);
        """).ExpectCode();

    [Fact]
    public void Who_does_not_ask_is_not_told() => GeneratorRun.Of(Sources.Model("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(x - Mean(x, "T", keep: true), Vocab);
        """)).ExpectCode();

    private static GeneratorRun In(string body) =>
        GeneratorRun.Of(Sources.Model(body).Replace("[Model]", "[Model(Incremental = true)]", StringComparison.Ordinal));
}
