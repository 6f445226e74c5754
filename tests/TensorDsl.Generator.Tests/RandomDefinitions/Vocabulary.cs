namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>
/// The expressions that random definitions are made of. A kind names a shape: <c>b</c> and <c>t</c> are the batch and
/// the time, <c>u</c> a second time axis, <c>d</c> and <c>e</c> are 8, <c>h</c> is 2, <c>k</c> is 4, <c>1</c> is 1.
/// Expressions keep their values near 1, so that rounding stays small next to the tolerance.
/// </summary>
internal static partial class Vocabulary
{
    /// <summary>The kind that a definition starts from and ends with.</summary>
    public const string Stream = "btd";

    /// <summary>What stands at one time of a stream, which a scan carries.</summary>
    public const string Element = "bd";

    /// <summary>Kinds that a loop may carry.</summary>
    public static readonly string[] Carried = [Stream, Stream, "de", "d", "td", Element];

    /// <summary>What any shape can be put through.</summary>
    public static readonly Rule[] General =
    [
        .. Everywhere("btd"), .. Everywhere("de"), .. Everywhere("d"), .. Everywhere("td"), .. Everywhere("tu"), .. Everywhere("t"),
        .. Everywhere("bthk"), .. Everywhere("bt1"), .. Everywhere(Element),
    ];

    /// <summary>What certain shapes can be put through.</summary>
    public static readonly Rule[] Special =
    [
        .. Parts, .. Layers,

        new("d", "Parameter(\"@\", Normal(0.5), 8)"),
        new("de", "Parameter(\"@\", Normal(0.4), 8, 8)"),
        new("td", "LearnedPositions(tokens, 7, 8, Normal(0.5), name: \"@\")"),
        new("btd", "Embedding(tokens, 9, 8, Normal(0.5), name: \"@\")"),
        new("t", "0.3 * Index(x0, \"T\")"),

        new("btd", "{0} + {1}", "btd", "d"), new("btd", "{0} * {1}", "btd", "td"), new("btd", "{0} * Tanh({1})", "btd", "bt1"),
        new("btd", "{0} / (1 + Abs({1}))", "btd", "bt1"), new("btd", "{0} - {1}", "btd", "d"), new("btd", "Tanh({0}) + {1}", "td", "btd"),
        new("de", "{0} + {1}", "de", "d"), new("de", "{0} * SplitAxis({1}, 0, 8, 1)", "de", "d"), new("de", "Tanh({0}) * {1}", "d", "de"),
        new("tu", "{0} * {1}", "tu", "t"), new("tu", "{0} + Rename({1}, 0, \"T'\")", "tu", "t"), new("td", "{0} - {1}", "td", "d"),
        new("bthk", "SplitAxis({0}, -1, 2, 4)", "btd"), new("btd", "MergeAxes({0}, -2)", "bthk"),
        new("btd", "MergeAxes(Transpose(SplitAxis({0}, -1, 4, 2), 0, 1, 3, 2), -2)", "btd"),
        new("btd", "Transpose(Sin(Transpose({0}, 1, 0, 2)) * Transpose({1}, 1, 0, 2), 1, 0, 2)", "btd", "btd"),
        new("de", "Transpose({0}, 1, 0)", "de"), new("de", "Transpose({0}, 1, 0) * {1}", "de", "de"),

        new("btd", "Linear({0}, 8, name: \"@\")", "btd"), new("btd", "Gelu(Linear({0}, 8, name: \"@\")) * {1}", "btd", "td"),
        new("btd", "FeedForward({0}, 11, Silu, name: \"@\")", "btd"), new("btd", "LayerNorm({0}, name: \"@\")", "btd"),
        new("btd", "SelfAttention({0}, 2, 3, 5, Mask.Causal, name: \"@\")", "btd"),
        new("btd", "SelfAttention({0}, 1, 4, 2, Mask.None, name: \"@\")", "btd"),
        new("btd", "Tanh(MatMul({0}, {1}))", "btd", "de"), new("btd", "Tanh(Einsum(\"b t d, e d -> b t e\", {0}, {1}))", "btd", "de"),
        new("btd", "0.3 * Einsum(\"t u, b u d -> b t d\", {0}, {1})", "tu", "btd"),
        new("bthk", "Einsum(\"b h t s, b s h k -> b t h k\", Softmax(Einsum(\"b t h k, b s h k -> b h t s\", {0}, {1})), {2})", "bthk", "bthk", "bthk"),
        new("de", "Tanh(0.1 * Einsum(\"b t d, b t e -> d e\", {0}, {1}))", "btd", "btd"), new("de", "Tanh(MatMul({0}, {1}))", "de", "de"),
        new("de", "Einsum(\"d, e -> d e\", {0}, Tanh({1}))", "d", "d"), new("d", "Tanh(Einsum(\"d e, e -> d\", {0}, {1}))", "de", "d"),
        new("tu", "Tanh(0.2 * Einsum(\"b t d, b u d -> t u\", {0}, {1}))", "btd", "btd"), new("tu", "Einsum(\"t, u -> t u\", {0}, {1})", "t", "t"),

        new("bt1", "Mean({0}, -1, keep: true)", "btd"), new("bt1", "Max({0}, -1, keep: true)", "btd"),
        new("bt1", "Sqrt(Variance({0}, -1, keep: true) + 0.5)", "btd"), new("bt1", "LogSumExp({0}, -1, keep: true)", "btd"),
        new("btd", "{0} * Tanh(Max({1}, \"T\", keep: true))", "btd", "btd"), new("btd", "Tanh({0}) + Mean({1}, \"T\", keep: true)", "btd", "btd"),
        new("btd", "{0} * Mean({1}, \"B\", keep: true)", "btd", "btd"), new("btd", "{0} + Tanh(Mean({1}))", "btd", "btd"),
        new("btd", "Softmax({0}, \"T\")", "btd"), new("td", "Mean({0}, \"B\")", "btd"), new("t", "Mean(Mean({0}, -1), \"B\")", "btd"),
        new("t", "Mean({0}, -1)", "tu"), new("t", "Rename(Mean({0}, 0), 0, \"T\")", "tu"), new("t", "Max({0}, -1)", "td"),
        new("d", "Mean(Mean({0}, \"B\"), \"T\")", "btd"), new("d", "Mean({0}, 0)", "de"), new("d", "Mean({0}, -1)", "de"),
        new("d", "Max({0}, 0)", "de"), new("td", "Tanh({0}) * {1}", "td", "td"),
    ];

    private static IEnumerable<Rule> Everywhere(string kind) =>
    [
        new(kind, "Sin({0})", kind), new(kind, "Tanh({0})", kind), new(kind, "Gelu({0})", kind), new(kind, "Sigmoid({0})", kind),
        new(kind, "Abs({0}) - 0.5", kind), new(kind, "Exp(-Abs({0}))", kind), new(kind, "Log(1 + Abs({0}))", kind), new(kind, "-{0}", kind),
        new(kind, "{0} + {1}", kind, kind), new(kind, "{0} - 0.5 * {1}", kind, kind), new(kind, "{0} * Cos({1})", kind, kind),
        new(kind, "{0} / (1 + {1} * {1})", kind, kind), new(kind, "Maximum({0}, {1})", kind, kind), new(kind, "Minimum({0}, 0.3)", kind),
        new(kind, "Where({0} > 0.1, {1}, 0.5 * {0})", kind, kind), new(kind, "{0} + StopGradient({1})", kind, kind),
        new(kind, "Softmax({0})", kind), new(kind, "0.5 * Softplus({0})", kind), new(kind, "Clamp({0}, -0.7, 0.6)", kind),
        new(kind, "{0} * Rsqrt(1 + {1} * {1})", kind, kind), new(kind, "Tanh(Power({0}, 3))", kind), new(kind, "0.3 * LogSoftmax({0})", kind),
        new(kind, "Flip({0}, 0)", kind), new(kind, "{0} - 0.4 * Flip({1}, -1)", kind, kind), new(kind, "Tanh(0.4 * CumulativeSum({0}, -1))", kind),
        new(kind, "{0} - Mean({0}, -1, keep: true)", kind), new(kind, "Erf({0})", kind),
    ];
}
