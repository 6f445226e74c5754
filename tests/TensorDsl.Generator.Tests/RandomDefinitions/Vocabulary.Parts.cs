namespace TensorDsl.Generator.Tests.RandomDefinitions;

// Parts of axes, reductions over several of them, and what is made of both.
internal static partial class Vocabulary
{
    private static Rule[] Parts =>
    [
        new("btd", "Concat(-1, Slice({0}, -1, 2, 5), Slice({1}, -1, -1, 3, -2))", "btd", "btd"), new("btd", "Concat(-1, {0}, Slice({1}, -1, 1, 7))", "bt1", "btd"),
        new("btd", "MergeAxes(Stack(-1, Slice({0}, -1, 0, 4), Slice({1}, -1, 1, 4, 2)), -2)", "btd", "btd"),
        new("btd", "Max(Stack(-1, {0}, Tanh({1})), -1)", "btd", "btd"), new("btd", "Mean(Stack(1, {0}, {1}, {0}), 1)", "btd", "btd"),
        new("btd", "Mean(Windows(Pad({0}, -1, 1, 1), -1, 3), -1)", "btd"), new("btd", "Max(Windows(Pad({0}, -1, 2, 0, 0.3), -1, 3), -1)", "btd"),
        new("btd", "MergeAxes(Windows(Slice({0}, -1, 1, 6), -1, 4, 2), -2)", "btd"), new("btd", "Pad(Tanh(Slice({0}, -1, 3, 4)), -1, 1, 3, 0.2)", "btd"),
        new("btd", "{0} + 0.5 * Shift({1}, \"T\", 1)", "btd", "btd"), new("btd", "Shift(Sin({0}), \"T\", -2)", "btd"), new("btd", "Flip({0}, \"T\")", "btd"),
        new("btd", "Roll({0}, -1, 3) * Cos({1})", "btd", "btd"), new("de", "Roll(Roll({0}, 0, 1), 1, -2)", "de"), new("d", "Roll({0}, 0, 5) + 0.3 * {1}", "d", "d"),
        new("btd", "Tanh(0.5 * CumulativeSum({0}, \"T\"))", "btd"), new("de", "Tanh(0.5 * CumulativeSum({0}, 0))", "de"),
        new("td", "Shift({0}, 0, 2) - 0.5 * {1}", "td", "td"), new("tu", "{0} * (Shift({1}, 1, 1) + 0.5)", "tu", "tu"), new("t", "Flip(Shift({0}, 0, 1), 0)", "t"),
        new("de", "Stack(0, {0}, {1}, {0}, {1}, {0}, {1}, {1}, {0})", "d", "d"), new("de", "Stack(1, {0}, {0}, {1}, {0}, {0}, {1}, {1}, {1})", "d", "d"),
        new("d", "At({0}, 0, 3) - At({1}, 1, -1)", "de", "de"), new("d", "Concat(0, Slice({0}, 0, 4, 4), Slice({1}, 0, 0, 4))", "d", "d"),
        new("td", "At({0}, \"B\", -1)", "btd"), new("bd", "At({0}, \"T\", 0)", "btd"), new("bd", "At({0}, \"T\", -1)", "btd"), new("bd", "Mean({0}, \"T\")", "btd"),
        new("btd", "{0} + Tanh({1})", "btd", "bd"), new("btd", "{0} * (0.5 + {1})", "btd", "bd"), new("bd", "Linear({0}, 8, name: \"@\")", "bd"),
        new("bd", "Tanh(MatMul({0}, {1}))", "bd", "de"), new("bd", "{0} - {1}", "bd", "d"), new("d", "Mean({0}, \"B\")", "bd"),
        new("btd", "{0} * Mean({1}, [\"B\", \"T\"], keep: true)", "btd", "btd"), new("d", "Tanh(Max({0}, [\"B\", \"T\"]))", "btd"),
        new("btd", "{0} - Mean({0}, [1, 2], keep: true)", "btd"), new("t", "Min({0}, [0, 2])", "btd"), new("btd", "{0} * Rsqrt(0.5 + Variance({1}, [0, 1, 2], keep: true))", "btd", "btd"),
        new("bd", "Tanh(Mean({0} * Softmax({1}), \"T\"))", "btd", "btd"),
        new("btd", "Reshape(Tanh(MergeAxes({0}, 0)), (\"B\", x0.Shape[\"B\"].Size), (\"T\", x0.Shape[\"T\"].Size), (null, 8))", "btd"),
        new("btd", "MatMul(OneHot(tokens, 9), Parameter(\"@\", Normal(0.5), 9, 8))"), new("btd", "UnitLength({0} + 0.2)", "btd"), new("de", "2 * UnitLength({0} + 0.2, 0)", "de"),
        new("btd", "{0} + Skip(Pad({1}, \"T\", 2, 1, 0.4), \"T\", 3)", "btd", "btd"), new("btd", "Slice(Concat(\"T\", {0}, {1}), \"T\", 1, x0.Shape[\"T\"].Size)", "btd", "btd"),
        new("btd", "SkipLast(Sin(Concat(\"T\", Take({0}, \"T\", 1), {1})), \"T\", 1)", "btd", "btd"), new("btd", "{1} * Shift({0}, \"T\", 1, 0.3) + Shift({1}, \"T\", -1, -0.2)", "btd", "btd"),
        new("btd", "Mean(Windows(Pad({0}, \"T\", 2, 0, 0.3), \"T\", 3), 2)", "btd"), new("btd", "Max(Windows(Concat(\"T\", {0}, {1}), \"T\", 2, 2), 2)", "btd", "btd"),
        new("btd", "Skip(Tanh(CumulativeSum(Concat(\"T\", Take({1}, \"T\", 1), 0.3 * {0}), \"T\")), \"T\", 1)", "btd", "btd"), new("bd", "At(Pad({0}, \"T\", 0, 1), \"T\", -2)", "btd"),
    ];

    private static Rule[] Layers =>
    [
        new("btd", "Shared(\"map\", () => Linear({0}, 8))", "btd"), new("bd", "Tanh(Shared(\"map\", () => Linear({0}, 8)))", "bd"),
        new("btd", "Shared(\"feedForward\", () => FeedForward({0}, 5, Silu))", "btd"),
        new("btd", "Shared(\"@\", () => Repeat(2, {0}, h => 0.5 * h + Tanh(Linear(h, 8)))) * Shared(\"@\", () => Repeat(2, Sin({1}), h => 0.5 * h + Tanh(Linear(h, 8))))", "btd", "btd"),
        new("btd", "RmsNorm({0}, name: \"@\")", "btd"), new("btd", "SwiGlu({0}, 5, name: \"@\")", "btd"),
        new("btd", "SelfAttention({0}, 4, 2, 3, Mask.Causal & Mask.Window(2), name: \"@\", keyHeads: 2, rotate: q => Rotary(q))", "btd"),
        new("btd", "SelfAttention({0}, 2, 3, 5, Mask.None, name: \"@\", relative: Alibi({0}, 2))", "btd"),
        new("btd", "CrossAttention({0}, Flip({1}, \"T\"), 2, 3, 5, Mask.None, name: \"@\")", "btd", "btd"),
        new("btd", "CausalConvolution({0}, Parameter(\"@\", Normal(0.3), 3, 8, 8))", "btd"),
        new("btd", "MergeAxes(Convolution1D(SplitAxis({0}, -1, 2, 4), Parameter(\"@\", Normal(0.5), 3, 4, 4), padding: 1), -2)", "btd"),
        new("btd", "Gru({0}, 8, name: \"@\")", "btd"), new("btd", "Gru({0}, 8, {1}, reverse: true, name: \"@\")", "btd", "bd"), new("btd", "Lstm({0}, 8, name: \"@\")", "btd"),
        new("btd", "Repeat(2, ({0}, {1}), c => (Tanh(Linear(c.Item2, 8)) + 0.5 * c.Item1, Sin(c.Item1)), name: \"@\").Item1", "btd", "btd"),
        new("btd", "Repeat(3, ({0}, {1}), c => (0.5 * c.Item1 + c.Item2, Tanh(Linear(c.Item2, 8))), name: \"@\", recompute: true).Item1", "btd", "d"),
        new("bd", "Repeat(3, ({0}, {1}), c => (Sin(Linear(c.Item1, 8)) * c.Item2, c.Item1 - 0.5 * c.Item2), name: \"@\").Item2", "bd", "bd"),
        new("bd", "Scan({0}, \"T\", {1}, (at, state) => (at * state, Tanh(Linear(at + state, 8))), name: \"@\").State", "btd", "bd"),
        new("btd", "Scan({0}, \"T\", ({1}, {2}), (at, s) => (at + s.Item1, (Tanh(s.Item2 - at), Cos(s.Item1))), reverse: true, name: \"@\").Outputs", "btd", "bd", "bd"),
    ];
}
