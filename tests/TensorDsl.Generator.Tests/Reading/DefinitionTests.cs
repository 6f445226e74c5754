extern alias generator;

using System.Text.RegularExpressions;
using generator::TensorDsl.Generator.Graph;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Reading;

/// <summary>A definition that is read has the parameters, shapes and results of the same definition run.</summary>
public partial class DefinitionTests
{
    [Fact]
    public void A_transformer() => Agrees("""
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(Layers, x, h =>
        {
            h += SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal);
            h += FeedForward(LayerNorm(h), DFf, Gelu);
            return h;
        });
        return Linear(LayerNorm(x), Vocab);
        """);

    [Fact]
    public void Layers_that_differ() => Agrees("""
        var x = Embedding(tokens, Vocab, DModel);
        for (int layer = 0; layer < 3; layer++)
        {
            if (layer < 2)
                x += SelfAttention(LayerNorm(x), Heads, DK, DV, Mask.Causal, name: $"attention{layer}");
            x += layer switch { 0 => FeedForward(x, DFf, Relu), _ => FeedForward(x, 2 * DFf, Own, bias: false) };
        }
        return x;
        """, "static Tensor Own(Tensor x) => x * Sigmoid(1.702 * x);");

    [Fact]
    public void Blocks_of_the_users_own() => Agrees("""
        var (x, table) = Start(tokens);
        Tensor Block(Tensor h, Func<Tensor, Tensor> activation) => h + activation(Linear(h, DModel));
        x = Block(Block(x, Gelu), h => Minimum(h, 1) * Blocks.Scale(h));
        return Unembed(x, table);
        """, """
        static (Tensor X, Tensor Table) Start(Tokens tokens)
        {
            var table = Parameter("table", Normal(0.02), Vocab, DModel);
            return (Embedding(tokens, table), table);
        }

        static class Blocks
        {
            public static Tensor Scale(Tensor h) => Parameter("scale", init: Ones, DModel) / Math.Sqrt(DModel);
        }
        """);

    [Fact]
    public void Arrays_of_tensors() => Agrees("""
        var all = new Tensor[2];
        for (int i = 0; i < all.Length; i++)
            all[i] = Linear(Embedding(tokens, Vocab, DModel), DModel, name: "branch");
        Tensor[] more = [all[1], all[0]];
        return all[0] - more[1];
        """);

    [Fact]
    public void Arrays_of_rows_and_columns() => Agrees("""
        int[,] widths = { { 8, 16, 24 }, { 2, 4, 6 } };
        widths[1, 2] += widths[0, 1];
        var all = new Tensor[widths.GetLength(0), widths.GetLength(1)];
        var x = Embedding(tokens, Vocab, DModel);
        for (int i = 0; i < all.GetLength(0); i++)
        {
            for (int j = 0; j < all.GetLength(1); j++)
                all[i, j] = Linear(Linear(x, widths[i, j] + Written[1 - i, j]), Cube[j, i, 1], name: "narrow");
        }

        foreach (int width in Written)
            x = Linear(x, width);
        return all[1, 2] + Linear(x, all.Length);
        """, """
        static readonly int[,] Written = { { 1, 2, 3 }, { 4, 5, 6 } };
        static readonly int[,,] Cube = new int[3, 2, 2] { { { 0, 6 }, { 0, 6 } }, { { 0, 6 }, { 0, 6 } }, { { 0, 6 }, { 0, 6 } } };
        """);

    [Fact]
    public void Loops_within_loops() => Agrees("""
        return Repeat(2, Embedding(tokens, Vocab, DModel), h => Repeat(3, h, g => g + Linear(g, DModel), name: "inner"), name: "outer");
        """);

    // They broadcast otherwise, so they are not one node.
    [Fact]
    public void Positions_without_and_with_a_name() => Agrees("""
        var x = Embedding(tokens, Vocab, DModel);
        return CumulativeSum(x, "T") / (1 + Index(x, "T"));
        """);

    [Fact]
    public void An_axis_named_after_a_constant_has_its_size()
    {
        var graph = Elaborated.Graph("""
            [Model]
            public partial class Net
            {
                const int Patches = 25;
                static Tensor Logits([Axes("B", "Patches")] Tokens tokens) => Embedding(tokens, 96, 8);
            }
            """);
        Assert.Equal("(B, Patches = 25, 8)", graph.Outputs["Logits"].Shape.ToString());
    }

    [Fact]
    public void Entry_points_share_inputs_parameters_and_results()
    {
        var graph = Elaborated.Graph(Sources.Model(
            "return Linear(Embedding(tokens, Vocab, DModel), Vocab);",
            """
            static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets) => CrossEntropy(Logits(tokens), targets);
            """));
        Assert.Equal(["Logits", "Loss"], graph.Outputs.Keys);
        Assert.Equal(["tokens", "targets"], graph.Inputs.Select(input => input.Name));
        Assert.Equal(["embedding.table", "linear.weight", "linear.bias"], graph.Parameters.Select(slot => slot.Name));
    }

    [Fact]
    public void The_declarative_form_is_the_block_it_names()
    {
        var declared = Elaborated.Graph(
            "[Transformer(Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 3, DFf = 16, Vocab = 32, Context = 8)] public partial class Net;");
        var written = Elaborated.Graph("""
            [Model]
            public partial class Net
            {
                static Tensor Logits([Axes("B", "T")] Tokens tokens) => DecoderOnly(tokens, 2, 2, 8, 4, 3, 16, 32, 8);
            }
            """);
        Assert.Equal(Describe(written), Describe(declared));
        Assert.Equal("(B, T, Vocab = 32)", declared.Outputs["Logits"].Shape.ToString());
    }

    private static void Agrees(string body, string members = "")
    {
        string source = Sources.Model(body, members);
        var graph = Elaborated.Graph(source);
        var (result, model) = Executed.Logits(source, Tokens.Of([0, 1, 2, 3, 4, 5], ("B", 2), ("T", 3)));
        Assert.Equal(
            model.Parameters.Values.Select(p => $"{Index().Replace(p.Name, ".*.")} {Sizes(p.Shape.ToString())} {p.Initializer}").Distinct(),
            Describe(graph));
        Assert.Equal(Sizes(result.Shape.ToString()), Sizes(graph.Outputs["Logits"].Shape.ToString()));
    }

    private static IEnumerable<string> Describe(ModelGraph graph) =>
        graph.Parameters.Select(slot => $"{slot.Name} {Sizes(slot.Shape.ToString())} {slot.Initializer}");

    // Numbers alone: the eager engine does not know how a size was written, nor the generator how long the input is.
    private static string Sizes(string shape) => Label().Replace(shape, "$1$2").Replace("(B, T,", "(2, 3,");

    [GeneratedRegex(@"\.\d+\.")]
    private static partial Regex Index();

    [GeneratedRegex(@"(\(|, )[^,(]* = (\d+)")]
    private static partial Regex Label();
}
