using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Snapshots;

/// <summary>Definitions at the edges of what the scheduler knows: each must become code that compiles.</summary>
public sealed class AwkwardDefinitionTests
{
    public static TheoryData<string> Bodies =>
    [
        // The same value twice around a contraction, in a graph without loops.
        """
        var table = Parameter("table", Normal(0.02), Vocab, DModel);
        var x = Embedding(tokens, table);
        var l = Linear(x, DModel);
        x = x + l;
        l = Linear(x, DModel);
        x = x + l;
        return Unembed(x, table);
        """,

        // A parameter, a constant, a view and an input's numbers as results.
        "return Parameter(\"p\", Zeros, 3, Vocab);",
        "return Parameter(\"p\", Zeros, 1) * 0 + 1;",
        "return Transpose(Linear(Embedding(tokens, Vocab, DModel), Vocab), 1, 0, 2);",
        "return OneHot(tokens, Vocab);",

        // A loop that hands its value on untouched, one that forgets it, and one whose start is a parameter.
        "return Linear(Repeat(2, Embedding(tokens, Vocab, DModel), h => h), Vocab);",
        """
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(Repeat(3, x, h => x + 1), Vocab);
        """,
        """
        var start = Parameter("start", Normal(1), DModel, DModel);
        var w = Repeat(2, start, h => MatMul(h, start));
        return Linear(Einsum("b t d, d e -> b t e", Embedding(tokens, Vocab, DModel), w), Vocab);
        """,

        // A loop in a loop, with parameters and a value of outside in both.
        """
        var x = Embedding(tokens, Vocab, DModel);
        var y = Repeat(2, x, h => Repeat(3, h + x, g => g + Gelu(Linear(g, DModel)) * x, name: "inner") + LayerNorm(h));
        return Linear(y, Vocab);
        """,

        // Axes of size 1 and reductions to nothing.
        """
        var x = Embedding(tokens, Vocab, 1);
        return Linear(x - Max(x, -1, keep: true) + Sum(x), Vocab);
        """,

        // Contractions that lie crosswise: batch last, three letters summed, an outer product.
        """
        var x = Embedding(tokens, Vocab, 8);
        var y = Einsum("b t d, b s d -> t s b", x, x);
        var z = Einsum("t s b, b s d -> b t d", y, x);
        var total = Einsum("b t d, b t d -> d", z, x);
        var outer = Einsum("b t d, e -> b t d e", x, total);
        return Linear(MergeAxes(outer, -2), Vocab);
        """,
    ];

    // The names of the library's own types are free for the user's.
    [Fact]
    public void Names_of_the_user_stay_apart_from_names_of_the_library() => GeneratorRun.Of("""
        namespace F1.Cpu
        {
            class F512; class Gemm; class Rows; class Team; class Worker; class Matrix; class Plain; class ParameterSet; class ISimd;

            [Model]
            public partial class Dsl
            {
                const int Attention = 8, Rows = 5, Gemm = 2;

                static Tensor Logits([Axes("B", "T")] Tokens tokens) => Repeat(Gemm, Embedding(tokens, Attention, Rows),
                    h => h + SelfAttention(LayerNorm(h), 1, Rows, Rows, Mask.Causal));
            }
        }
        """).ExpectCode();

    // So are the names that generated code gives its own variables and fields.
    [Theory]
    [InlineData("B", "S", "tokens")]
    [InlineData("W", "R", "parameters")]
    [InlineData("I", "In", "state")]
    [InlineData("O", "From", "gradients")]
    [InlineData("Value", "Row", "arena")]
    [InlineData("X1", "P0", "v0")]
    [InlineData("Layer", "Class", "sum0")]
    public void Names_of_the_user_stay_apart_from_names_in_generated_code(string rows, string columns, string tokens) => GeneratorRun.Of($$"""
        [Model]
        public partial class Net
        {
            static Tensor Loss([Axes("{{rows}}", "{{columns}}")] Tokens {{tokens}}) => Mean(Repeat(2, Embedding({{tokens}}, 9, 4),
                h => h + Sin(Linear(h, 4) * Max(h, "{{columns}}", keep: true)) + LayerNorm(h)));
        }
        """).ExpectCode();

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Becomes_code(string body) => GeneratorRun.Of(Sources.Model(body)).ExpectCode();
}
