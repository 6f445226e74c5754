using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Snapshots;

/// <summary>Names that are fine in a definition are fine in the code generated from it, or are reported where they stand.</summary>
public sealed class AwkwardNameTests
{
    private const string Layers = "Repeat(2, Embedding(tokens, 3, 4) + 0.1, h => h + SelfAttention(LayerNorm(h), 1, 4, 4, Mask.Causal) + Gelu(Linear(h, 4)))";

    public static TheoryData<string> Axes =>
    [
        .. Enumerable.Range('A', 26).Select(letter => ((char)letter).ToString()),
        "In", "Out", "State", "Value", "Layer", "Row", "Count", "From", "To", "Rows", "Columns", "End", "Begin", "Index", "Offset",
    ];

    [Theory]
    [MemberData(nameof(Axes))]
    public void Axis(string name)
    {
        string source = $"[Model] public partial class Net {{ static Tensor Logits([Axes(\"Batch\", \"{name}\")] Tokens tokens) => {Layers}; }}";
        if (name == "State")
            GeneratorRun.Of(source).Expect(("TDSL006", "Logits", "The entry point 'Logits' gives two things the name 'State', the case of its first letter apart"));
        else
            GeneratorRun.Of(source).ExpectCode();
    }

    [Theory]
    [InlineData("namespace @event { [Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens tokens) => Embedding(tokens, 3, 4); } }")]
    [InlineData("[Model] public partial class @event { static Tensor Logits([Axes(\"B\", \"T\")] Tokens tokens) => Embedding(tokens, 3, 4); }")]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens @in) => Embedding(@in, 3, 4); }")]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens arena) => Embedding(arena, 3, 4); }")]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens s) => Embedding(s, 3, 4); }")]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens tokens) => Linear(Embedding(tokens, 3, 4), 3, name: \"class\"); }")]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens tokens) => Repeat(2, Embedding(tokens, 3, 4), h => Linear(h, 4), name: \"count\"); }")]
    [InlineData("[Model] public partial record Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens tokens) => Embedding(tokens, 3, 4); }")]
    public void Becomes_code(string source) => GeneratorRun.Of(source).ExpectCode();

    // A block, a loop and a parameter of one name, blocks called like the types of others, capitals.
    [Theory]
    [InlineData("a", "a.b", "aTensors.b", "ATensors")]
    [InlineData("a.b", "a.a.b", "a.aTensors", "A.b")]
    [InlineData("tensors", "tensors.tensors.b", "tensorsTensors.b")]
    [InlineData("a2.b", "a.b", "a", "A", "A2")]
    [InlineData("a.*.b", "aList.b", "aListTensors.b", "aTensors.b", "count.*.count", "item.*.item")]
    [InlineData("toString", "getType.equals", "arena.offset", "offset")]
    public void Parameter(params string[] names)
    {
        // A path becomes blocks around a parameter, and * a loop.
        static string Expression(string path) => path.Split('.', 2) switch
        {
            [var name] => $"Mean(Parameter(\"{name}\", Zeros, 4))",
            [var name, var rest] when rest.StartsWith("*.", StringComparison.Ordinal) => $"Repeat(2, Zero, h => h + {Expression(rest[2..])}, name: \"{name}\")",
            [var name, var rest] => $"Block(\"{name}\", () => {Expression(rest)})",
            _ => "",
        };
        string sum = string.Join(" + ", names.Select(Expression));
        GeneratorRun.Of(
            "[Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"T\")] Tokens tokens)"
            + $" {{ var x = Embedding(tokens, 3, 4); var Zero = Mean(Mean(x, \"B\")); return x + {sum}; }} }}").ExpectCode();
    }

    [Fact]
    public void Loops_of_two_entry_points()
    {
        var run = GeneratorRun.Of("""
            [Model]
            public partial class Net
            {
                static Tensor Logits([Axes("B", "T")] Tokens tokens) => Repeat(2, Embedding(tokens, 3, 4), h => Linear(h, 4, name: "one"));
                static Tensor Other([Axes("B", "T")] Tokens tokens) => Repeat(3, Embedding(tokens, 3, 4), h => Linear(h, 4, name: "two"));
            }
            """);
        run.ExpectCode();
    }

    [Theory]
    [InlineData("static Tensor Logits([Axes(\"B\", \"T\")] Tokens b) => Embedding(b, 3, 4);", "Logits", "gives two things the name 'b', the case of its first letter apart")]
    [InlineData("static Tensor Logits([Axes(\"B\", \"T\")] Tokens logits) => Embedding(logits, 3, 4);", "Logits", "gives two things the name 'logits', the case of its first letter apart")]
    [InlineData("static Tensor Gradients([Axes(\"B\", \"T\")] Tokens tokens) => Embedding(tokens, 3, 4);", "Gradients", "has the name of a member that every model has")]
    public void Is_reported_at_the_entry_point(string entry, string name, string mistake) =>
        GeneratorRun.Of($"[Model] public partial class Net {{ {entry} }}").Expect(("TDSL006", name, $"The entry point '{name}' {mistake}"));

    [Fact]
    public void An_axis_is_an_identifier() => GeneratorRun.Of(
        "[Model] public partial class Net { static Tensor Logits([Axes(\"B\", \"the time\")] Tokens tokens) => Embedding(tokens, 3, 4); }").Expect(
            ("TDSL006", "[Axes(\"B\", \"the time\")] Tokens tokens", "The entry point 'Logits' has a parameter 'tokens' that has an axis 'the time', which is no identifier"));
}
