using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.CodeFixes;

/// <summary>What editors offer for a mistake whose remedy is known, and that it is the remedy.</summary>
public class CodeFixTests
{
    private const string Body = """static Tensor Logits([Axes("B", "T")] Tokens tokens) => Embedding(tokens, 96, 8);""";

    [Fact]
    public Task A_class_that_is_not_partial() => Fixed.Expect(
        $"/// <summary>A net.</summary>\n[Model]\npublic sealed class Net\n{{\n    {Body}\n}}",
        "Make 'Net' partial",
        $"/// <summary>A net.</summary>\n[Model]\npublic sealed partial class Net\n{{\n    {Body}\n}}");

    [Fact]
    public Task A_declared_class_that_is_not_partial() => Fixed.Expect(
        "[Transformer(Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 4, DFf = 16, Vocab = 96, Context = 8)]\nclass Net;",
        "Make 'Net' partial",
        "[Transformer(Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 4, DFf = 16, Vocab = 96, Context = 8)]\npartial class Net;");

    [Fact]
    public Task A_static_class() => Fixed.Expect(
        $"[Model] public static partial class Net {{ {Body} }}",
        "Make 'Net' not static",
        $"[Model] public partial class Net {{ {Body} }}");

    [Fact]
    public Task An_abstract_class() => Fixed.Expect(
        $"[Model] public abstract partial class Net {{ {Body} }}",
        "Make 'Net' not abstract",
        $"[Model] public partial class Net {{ {Body} }}");

    [Fact]
    public Task A_generic_class() => Fixed.ExpectNothing($"[Model] public partial class Net<T> {{ {Body} }}");

    [Fact]
    public Task A_class_with_a_taken_name() => Fixed.ExpectNothing($"[Model] public partial class Net {{ {Body} class Weights {{ }} }}");

    [Theory]
    [InlineData("")]
    [InlineData("private ")]
    public Task An_entry_point_that_is_not_static(string modifiers) => Fixed.Expect(
        $"[Model]\npublic partial class Net\n{{\n    // The logits.\n    {modifiers}{Body.Replace("static ", "")}\n}}",
        "Make 'Logits' static",
        $"[Model]\npublic partial class Net\n{{\n    // The logits.\n    {modifiers}{Body}\n}}");

    [Fact]
    public Task An_input_without_axes_takes_those_of_its_neighbour() => Fixed.Expect(
        """[Model] public partial class Net { static Tensor Loss([Axes("N", "S")] Tokens tokens, Tokens targets) => CrossEntropy(Embedding(tokens, 9, 9), targets); }""",
        """Add [Axes("N", "S")]""",
        """[Model] public partial class Net { static Tensor Loss([Axes("N", "S")] Tokens tokens, [Axes("N", "S")] Tokens targets) => CrossEntropy(Embedding(tokens, 9, 9), targets); }""");

    [Fact]
    public Task A_model_whose_only_input_has_no_axes() => Fixed.Expect(
        $"[Model] public partial class Net {{ {Body.Replace("[Axes(\"B\", \"T\")] ", "")} }}",
        """Add [Axes("B", "T")] to the inputs of 'Logits'""",
        $"[Model] public partial class Net {{ {Body} }}");

    [Theory]
    [InlineData("Mean(x, \"t\")", "Change \"t\" to \"T\"", "Mean(x, \"T\")")]
    [InlineData("Mean(Rename(x, \"T\", \"Time\"), \"Tme\")", "Change \"Tme\" to \"Time\"", "Mean(Rename(x, \"T\", \"Time\"), \"Time\")")]
    [InlineData("Mean(Rename(x, \"T\", \"Time\"), \"Timed\")", "Change \"Timed\" to \"Time\"", "Mean(Rename(x, \"T\", \"Time\"), \"Time\")")]
    [InlineData("Mean(Rename(x, \"T\", \"Time\"), \"Tine\")", "Change \"Tine\" to \"Time\"", "Mean(Rename(x, \"T\", \"Time\"), \"Time\")")]
    [InlineData("Transpose(x, \"T\", \"b\", -1)", "Change \"b\" to \"B\"", "Transpose(x, \"T\", \"B\", -1)")]
    public Task The_name_of_an_axis(string wrong, string title, string right) => InBody($"return {wrong};", title, $"return {right};");

    [Theory]
    [InlineData("Mean(x, \"S\")")]
    [InlineData("Mean(x, 3)")]
    [InlineData("Mean(Rename(Rename(x, \"B\", \"Toad\"), \"T\", \"Road\"), \"oad\")")]
    public Task No_axis_is_near(string wrong) => Fixed.ExpectNothing(Sources.Model($"var x = Embedding(tokens, Vocab, DModel);\nreturn {wrong};"));

    [Theory]
    [InlineData("b t d, d k -> b t x", "b t d, d k -> b t k")]
    [InlineData("b t d, e k -> b t k", "b t d, d k -> b t k")]
    [InlineData("...d,dk->...x", "...d,dk->...k")]
    [InlineData("b t in, inn out -> b t out", "b t in, in out -> b t out")]
    public Task A_letter_of_a_contraction(string wrong, string right) => InBody(
        $"return Einsum(\"{wrong}\", x, Parameter(\"w\", Zeros, DModel, DK));",
        $"Change \"{wrong}\" to \"{right}\"",
        $"return Einsum(\"{right}\", x, Parameter(\"w\", Zeros, DModel, DK));");

    [Theory]
    [InlineData("b t d, e k -> b t k")]
    [InlineData("b t d, d k -> b t x y")]
    public Task Several_letters_could_be_meant(string wrong) => Fixed.ExpectNothing(Sources.Model(
        $"var x = Embedding(tokens, Vocab, DModel);\nreturn Einsum(\"{wrong}\", x, Parameter(\"w\", Zeros, DK, DV));"));

    [Fact]
    public Task The_name_of_a_parameter() => InBody(
        "return x * Parameter(\"my scale\", Ones, DModel);", "Change \"my scale\" to \"my_scale\"",
        "return x * Parameter(\"my_scale\", Ones, DModel);");

    [Theory]
    [InlineData("x + AttentionHeads(x, Heads, DK, DV, Mask.Causal)", "x + Linear(AttentionHeads(x, Heads, DK, DV, Mask.Causal), DModel)")]
    [InlineData("AttentionHeads(x, Heads, DK, DV, Mask.Causal) * x", "Linear(AttentionHeads(x, Heads, DK, DV, Mask.Causal), DModel) * x")]
    [InlineData("Maximum(Linear(x, Heads * DV), x)", "Maximum(Linear(Linear(x, Heads * DV), DModel), x)")]
    [InlineData("Repeat(Layers, x, h => Linear(h, DFf))", "Repeat(Layers, x, h => Linear(Linear(h, DFf), DModel))")]
    [InlineData("Repeat(Layers, x, h => { return Linear(h, DFf); })", "Repeat(Layers, x, h => { return Linear(Linear(h, DFf), DModel); })")]
    public Task A_projection_that_is_missing(string wrong, string right) =>
        InBody($"return {wrong};", "Project to DModel with Linear", $"return {right};");

    [Fact]
    public Task A_projection_that_is_missing_in_a_sum_that_is_assigned() => InBody(
        "x += AttentionHeads(LayerNorm(x), Heads, DK, DV, Mask.Causal); // The heads.\nreturn x;",
        "Project to DModel with Linear",
        "x += Linear(AttentionHeads(LayerNorm(x), Heads, DK, DV, Mask.Causal), DModel); // The heads.\nreturn x;");

    [Fact]
    public Task A_width_without_a_name_in_scope() => Fixed.Expect(
        Sources.Model("var x = Start(tokens);\nreturn x + Linear(x, Heads * DV);", "static Tensor Start(Tokens tokens) => Embedding(tokens, Vocab, 500);"),
        "Project to 500 with Linear",
        Sources.Model("var x = Start(tokens);\nreturn x + Linear(Linear(x, Heads * DV), 500);", "static Tensor Start(Tokens tokens) => Embedding(tokens, Vocab, 500);"));

    [Fact]
    public Task A_width_whose_name_is_not_in_scope() => Fixed.ExpectNothing(Sources.Model(
        "var x = Start(tokens);\nreturn x + Linear(x, Heads * DV);",
        "static Tensor Start(Tokens tokens) { const int Local = 7; return Embedding(tokens, Vocab, Local); }"));

    [Theory]
    [InlineData("static int Width = 3;", "Make 'Width' const", "const int Width = 3;")]
    [InlineData("internal static int Width = 3;", "Make 'Width' const", "internal const int Width = 3;")]
    [InlineData("static int Width = Math.Max(3, 4);", "Make 'Width' readonly", "static readonly int Width = Math.Max(3, 4);")]
    public Task A_field_that_can_change(string wrong, string title, string right) => Fixed.Expect(
        Sources.Model("return Embedding(tokens, Vocab, Width);", wrong), title, Sources.Model("return Embedding(tokens, Vocab, Width);", right));

    [Fact]
    public Task A_field_without_a_value() => Fixed.ExpectNothing(Sources.Model("return Embedding(tokens, Vocab, Width);", "static readonly int Width;"));

    [Theory]
    [InlineData("b t d, d k -> b t k", "DK, DModel", "b t d, k d -> b t k")]
    [InlineData("...d,dk->...k", "DK, DModel", "...d,kd->...k")]
    public Task Letters_of_a_contraction_that_are_exchanged(string wrong, string sizes, string right) => InBody(
        $"return Einsum(\"{wrong}\", x, Parameter(\"w\", Zeros, {sizes}));",
        $"Change \"{wrong}\" to \"{right}\"",
        $"return Einsum(\"{right}\", x, Parameter(\"w\", Zeros, {sizes}));");

    [Theory]
    [InlineData("return Einsum(\"b t d, d k -> b t k\", x, Parameter(\"w\", Zeros, 16, 4));", "16", "return Einsum(\"b t d, d k -> b t k\", x, Parameter(\"w\", Zeros, DModel, 4));")]
    [InlineData("var w = Parameter(\"w\", Zeros, DK, 16); return Einsum(\"b t d, k d -> b t k\", x, w);", "16", "var w = Parameter(\"w\", Zeros, DK, DModel); return Einsum(\"b t d, k d -> b t k\", x, w);")]
    public Task The_size_of_a_parameter(string wrong, string size, string right) => InBody(wrong, $"Change the size {size} to DModel", right);

    [Fact]
    public Task A_size_that_is_no_parameters() => Fixed.ExpectNothing(
        Sources.Model("var x = Embedding(tokens, Vocab, DModel);\nreturn Einsum(\"b t d, b t d -> b t\", x, Linear(x, DK));"));

    [Fact]
    public Task Two_parameters_of_one_name() => InBody(
        "return x * Parameter(\"scale\", Ones, DModel) + Parameter(\"scale\", Zeros, DModel);", "Change \"scale\" to \"scale2\"",
        "return x * Parameter(\"scale\", Ones, DModel) + Parameter(\"scale2\", Zeros, DModel);");

    [Theory]
    [InlineData(
        "static Tensor Scaled(Tensor x) => x * Parameter(\"scale\", Ones, DModel);",
        "static Tensor Scaled(Tensor x) => Block(\"scaled\", () => x * Parameter(\"scale\", Ones, DModel));")]
    [InlineData(
        "static Tensor Scaled(Tensor x) { return x * Parameter(\"scale\", Ones, DModel); }",
        "static Tensor Scaled(Tensor x) => Block(\"scaled\", () => { return x * Parameter(\"scale\", Ones, DModel); });")]
    public Task A_method_with_a_parameter_that_is_called_twice(string wrong, string right) => Fixed.Expect(
        Sources.Model("return Scaled(Scaled(Embedding(tokens, Vocab, DModel)));", wrong), "Make 'Scaled' a block with names of its own",
        Sources.Model("return Scaled(Scaled(Embedding(tokens, Vocab, DModel)));", right));

    [Theory]
    [InlineData("var x = Embedding(tokens, Vocab, DModel);\nfor (int i = 0; i < 2; i++)\n    x *= Parameter(\"scale\", Ones, DModel);\nreturn x;", "")]
    [InlineData("return Embedding(tokens, Vocab, DModel) * Twice().First;", "static (Tensor First, Tensor Second) Twice() { Tensor One() => Parameter(\"one\", Ones, DModel); return (One(), One()); }")]
    public Task A_parameter_that_a_loop_or_a_local_function_creates(string body, string members) => Fixed.ExpectNothing(Sources.Model(body, members));

    [Theory]
    [InlineData("\"T\", \"T\", -1", "Change \"T\" to \"B\"", "\"T\", \"B\", -1")]
    [InlineData("\"B\", \"T\", 0", "Change \"B\" to 2", "2, \"T\", 0")]
    [InlineData("\"T\", \"B\"", "Add the axis 2", "\"T\", \"B\", 2")]
    [InlineData("2, 1", "Add the axis \"B\"", "2, 1, \"B\"")]
    public Task The_order_of_axes(string wrong, string title, string right) => InBody($"return Transpose(x, {wrong});", title, $"return Transpose(x, {right});");

    [Theory]
    [InlineData("\"T\"")]
    [InlineData("0, 0, 0")]
    [InlineData("0, 1")]
    public Task An_order_that_lacks_too_much(string wrong) =>
        Fixed.ExpectNothing(Sources.Model($"var x = Embedding(tokens, Vocab, DModel);\nreturn Transpose(x, {wrong});"));

    [Theory]
    [InlineData("Rename(x, \"T\", \"B\")", "Change \"B\" to \"B'\"", "Rename(x, \"T\", \"B'\")")]
    [InlineData("Rename(Rename(x, 2, \"T'\"), 0, \"T\")", "Change \"T\" to \"T''\"", "Rename(Rename(x, 2, \"T'\"), 0, \"T''\")")]
    public Task The_name_of_an_axis_that_is_taken(string wrong, string title, string right) => InBody($"return {wrong};", title, $"return {right};");

    private static Task InBody(string wrong, string title, string right) => Fixed.Expect(
        Sources.Model($"var x = Embedding(tokens, Vocab, DModel);\n{wrong}"), title,
        Sources.Model($"var x = Embedding(tokens, Vocab, DModel);\n{right}"));
}
