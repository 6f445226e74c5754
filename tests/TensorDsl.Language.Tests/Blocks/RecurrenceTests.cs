using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

public class RecurrenceTests
{
    private static readonly Dictionary<string, Func<int, int, int, Tensor>> Cases = new()
    {
        ["scan"] = (b, t, d) => Scan(X(b, t, d), "T", Rename(Parameter("state", Normal(1), b, 3), 0, "B"), (x, h) => Tanh(Linear(x, 3) + h)),
        ["reverse scan"] = (b, t, d) =>
        {
            var (y, last) = Scan(X(b, t, d), 1, Rename(Parameter("state", Normal(1), b, d), 0, "B"), (x, h) => (x * h, Sin(x + h)), reverse: true);
            return y + Mean(last);
        },
        ["scan of two parts"] = (b, t, d) =>
        {
            var zero = Rename(Parameter("state", Normal(1), b, d), 0, "B");
            var (y, (h, c)) = Scan(X(b, t, d), -2, (zero, zero * 2), (x, s) => (s.Item1 * x, (Tanh(s.Item2), x - s.Item1)));
            return y + Mean(h * c);
        },
        ["several carries"] = (b, t, d) =>
        {
            var x = X(b, t, d);
            var (y, z) = Repeat(3, (x, x * 2), s => (Linear(s.Item2, d), Tanh(s.Item1)));
            var (u, _, w) = Repeat(2, (x, y, z), s => (s.Item2, s.Item3 * s.Item1, Sin(s.Item1)), recompute: true);
            return u + w;
        },
        ["gru"] = (b, t, d) => Gru(X(b, t, d), 3),
        ["reverse gru without bias"] = (b, t, d) => Gru(X(b, t, d), 4, Rename(Parameter("state", Normal(1), b, 4), 0, "B"), reverse: true, bias: false),
        ["gru cell"] = (b, t, d) => GruCell(X(b, t, d), Rename(Rename(Parameter("state", Normal(1), b, t, 3), 0, "B"), 1, "T")),
        ["lstm"] = (b, t, d) => Lstm(X(b, t, d), 3),
        ["lstm states"] = (b, t, d) =>
        {
            var (y, state) = LstmWithState(X(b, t, d), 2);
            return Lstm(y, 2, state) + Mean(LstmWithState(y, 2, state, reverse: true, bias: false).State.C);
        },
        ["additive attention"] = (b, t, d) => AdditiveAttention(
            Rename(Parameter("query", Normal(1), b, 2), 0, "B"), X(b, t, d), X(b, t, 3, "values"), 4, mask: Index(X(b, t, 1, "any"), "T") < 2),
        ["additive attention over the own positions"] = (b, t, d) => AdditiveAttention(X(b, t, d), X(b, t, 2, "keys"), X(b, t, 3, "values"), 4),
        ["additive attention over other positions"] = (b, t, d) =>
            AdditiveAttention(X(b, t, d), Rename(X(b, t + 1, 2, "keys"), 1, "S"), Rename(X(b, t + 1, 3, "values"), 1, "S"), 4),
    };

    public static TheoryData<string, int, int, int> Shapes()
    {
        var cases = new TheoryData<string, int, int, int>();
        foreach (string block in Cases.Keys)
        {
            cases.Add(block, 2, 3, 5);
            cases.Add(block, 1, 4, 2);
            cases.Add(block, 3, 1, 2);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_recurrences_gradient_is_that_of_finite_differences(string block, int b, int t, int d) =>
        FiniteDifferences.Check(() => Cases[block](b, t, d));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_scan_goes_from_one_end_to_the_other(bool reverse)
    {
        var sums = new EagerModel(seed: 1).Run(() => Scan(
            Tensor.Of([1, 2, 3, 10, 20, 30], ("B", 2), ("T", 3)), "T", Tensor.Of([0, 5], ("B", 2)), (x, sum) => sum + x, reverse));
        Assert.Equal("(B = 2, T = 3)", sums.Shape.ToString());
        Numbers.Close(reverse ? [6, 5, 3, 65, 55, 35] : [1, 3, 6, 15, 35, 65], sums.Values);
    }

    [Fact]
    public void All_positions_share_parameters_whose_names_have_no_index()
    {
        var model = new EagerModel(seed: 1);
        model.Run(() => Repeat(2, X(1, 3, 2), x => Scan(x, "T", Rename(Numbers.Tensor("state", 1, 2), 0, "B"), (at, h) =>
            Repeat(2, at + h, s => Linear(s, 2, bias: false)))));
        Assert.Equal(
            ["x", "layers.0.scan.layers.0.linear.weight", "layers.0.scan.layers.1.linear.weight",
                "layers.1.scan.layers.0.linear.weight", "layers.1.scan.layers.1.linear.weight"],
            model.Parameters.Keys);
    }

    [Fact]
    public void A_gru_is_its_cell_at_each_position()
    {
        // Without a name of its own the scan would come before the cell's in the parameters' names.
        var whole = new EagerModel(seed: 2);
        var expected = whole.Run(() => Gru(X(2, 3, 4), 5));
        var steps = new EagerModel(whole.Parameters.Values.ToDictionary(p => p.Name.Replace("gru.", "scan.gru.", StringComparison.Ordinal), p => p.Values));
        var actual = steps.Run(() => Scan(X(2, 3, 4), "T", Tensor.Of(new double[10], ("B", 2), (null, 5)), (x, h) => GruCell(x, h)));
        Assert.Equal(expected.Shape, actual.Shape);
        Numbers.Close(expected.Values, actual.Values);
    }

    [Fact]
    public void A_reset_gate_scales_what_the_state_gives_with_its_bias()
    {
        var model = new EagerModel(seed: 2);
        Tensor State() => Rename(Numbers.Tensor("state", 1, 1), 0, "B");
        Tensor At() => Rename(Numbers.Tensor("at", 1, 1), 0, "B");
        model.Run(() => GruCell(At(), State()));
        foreach (var (parameter, i) in model.Parameters.Values.Select((parameter, i) => (parameter, i)))
            parameter.Values[0] = 0.3 + (0.2 * i);
        double P(string name) => model.Parameters["gru." + name].Values[0];
        double x = At().Item, h = State().Item;
        double Gate(string name) => 1 / (1 + Math.Exp(-((P(name + "Weight") * x) + P(name + "Bias") + (P(name + "Recurrent") * h))));
        double candidate = Math.Tanh((P("candidateWeight") * x) + P("candidateBias")
            + (Gate("reset") * ((P("candidateRecurrent") * h) + P("candidateRecurrentBias"))));
        Numbers.Close(((1 - Gate("update")) * candidate) + (Gate("update") * h), model.Run(() => GruCell(At(), State())).Item);
    }

    [Fact]
    public void A_memory_cell_forgets_nothing_to_begin_with()
    {
        var model = new EagerModel(seed: 2);
        model.Run(() => Lstm(X(1, 2, 3), 2));
        Assert.Equal([1, 1], model.Parameters["lstm.forgetBias"].Values);
        Assert.All((string[])["input", "candidate", "output"], gate => Assert.Equal([0, 0], model.Parameters[$"lstm.{gate}Bias"].Values));
    }

    [Fact]
    public void A_scan_refuses_what_does_not_fit()
    {
        Mistake("TDSL012", () => Scan(X(1, 2, 3), "S", X(1, 2, 3, "state"), (x, h) => h));
        Mistake("TDSL018", () => Scan(X(1, 2, 3), "T", Numbers.Tensor("state", 3), (x, h) => x + h));
        Mistake("TDSL020", () => Scan(X(1, 2, 3), "T", X(1, 2, 3, "state"), (x, h) => h));
        Mistake("TDSL010", () => Scan([X(1, 2, 3), X(1, 3, 3, "y")], "T", [Numbers.Tensor("state", 3)], (x, h) => (x, h)).Outputs[0]);
        Mistake("TDSL018", () => Repeat(2, (X(1, 2, 3), X(1, 2, 3, "y")), s => (s.Item1, Mean(s.Item2))).Item1);
        Mistake("TDSL023", () => Gru(X(1, 2, 3), 4, Numbers.Tensor("state", 1, 3)));
        Mistake("TDSL023", () => AdditiveAttention(Numbers.Tensor("query", 3), X(1, 2, 3), X(1, 2, 3, "values"), 4));
    }

    private static void Mistake(string id, Func<Tensor> definition) =>
        Assert.Equal(id, Assert.Throws<ShapeException>(() => new EagerModel(seed: 1).Run(definition)).Id);

    private static Tensor X(int b, int t, int d, string name = "x") =>
        Rename(Rename(Numbers.Parameter(name, b, t, d), 0, "B"), 1, "T");
}
