extern alias generator;

using generator::TensorDsl.Generator;
using generator::TensorDsl.Generator.Scheduling;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Generation;

/// <summary>Which parameters may be stored in fewer bits, and what their channels are.</summary>
public sealed class CompactRuleTests
{
    private static readonly (string Name, Channels Channels) Table = ("embedding", new Channels(96, 500, IsByRow: true));

    private static readonly (string Name, Channels Channels) Output = ("linear.weight", new Channels(96, 500, IsByRow: false));

    [Fact]
    public void A_table_and_a_layer_but_no_positions_gains_and_biases() =>
        In("return Linear(LayerNorm(x + LearnedPositions(tokens, Context, DModel)), Vocab);", Table, Output);

    [Fact]
    public void A_table_that_gives_the_logits_too() => In("return Unembed(x, table);", Table);

    [Fact]
    public void A_table_that_is_multiplied_from_its_other_side() =>
        In("return Linear(x + MatMul(OneHot(tokens, Vocab), table), Vocab);", Output);

    [Fact]
    public void A_table_that_is_multiplied_from_one_side_alone() => In(
        "return Linear(x + MatMul(OneHot(tokens, Vocab), Parameter(\"other\", Normal(1), Vocab, DModel)), Vocab);",
        Table, Output, ("other", new Channels(500, 96, IsByRow: false)));

    [Fact]
    public void A_table_that_is_added_as_well() =>
        In("return Linear(x, Vocab) + Sum(table * table);", Output);

    [Fact]
    public void A_product_with_itself() =>
        In("var w = Parameter(\"w\", Normal(1), DModel, DModel); return Linear(MatMul(x, MatMul(w, w)), Vocab);", Table, Output);

    [Fact]
    public void A_part_of_a_parameter() => In(
        "var w = Parameter(\"w\", Normal(1), DModel + 1, Vocab); return MatMul(x, Skip(w, 0, 1));", Table);

    [Fact]
    public void Heads_in_the_weights() => In(
        """
        var split = Einsum("b t d, d h e -> b t h e", x, Parameter("split", Normal(1), DModel, 4, 25));
        var joined = Einsum("b t h e, h e d -> b t d", split, Parameter("join", Normal(1), 4, 25, 60));
        var apart = Einsum("b t d, h d e -> b t h e", joined, Parameter("apart", Normal(1), 4, 60, 24));
        return MergeAxes(apart, -2);
        """,
        Table, ("split", new Channels(100, 500, IsByRow: false)), ("join", new Channels(60, 100, IsByRow: false)));

    [Fact]
    public void A_channel_that_is_longer_than_the_kernels_have_room_for() => In(
        "return Linear(Linear(x, 28673, name: \"wide\"), Vocab);", Table, ("wide.weight", new Channels(28673, 500, IsByRow: false)));

    [Fact]
    public void A_parameter_that_a_loop_starts_from() => In(
        """
        var start = Parameter("start", Normal(1), DModel, DModel);
        return Linear(MatMul(x, Repeat(2, start, h => h + 1)), Vocab);
        """,
        Table, Output);

    [Fact]
    public void A_layer_of_a_loop() => In(
        "return Linear(Repeat(Layers, x, h => h + Linear(h, DModel, bias: false, name: \"inner\")), Vocab);",
        Table, Output, ("layers.*.inner.weight", new Channels(500, 500, IsByRow: false)));

    private static void In(string body, params (string Name, Channels Channels)[] expected)
    {
        string source = Sources.Model($"var table = Parameter(\"embedding\", Normal(1), Vocab, DModel);\nvar x = Embedding(tokens, table);\n{body}");
        var program = Elaborated.Program(source);
        var plans = ModelStages.Schedule(program, ModelStages.Differentiate(program, Elaborated.Graph(source))).Incremental;
        Assert.NotNull(plans);
        var found = CompactRule.Of(new[] { plans.Step, plans.Once }.OfType<Plan>().Select(plan => plan.Graph));
        Assert.Equal(expected.OrderBy(pair => pair.Name, StringComparer.Ordinal), found.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }
}
