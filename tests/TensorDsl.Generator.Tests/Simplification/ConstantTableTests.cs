extern alias generator;

using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Scheduling;
using generator::TensorDsl.Generator.Simplification;
using TensorDsl.Generator.Tests.Support;
using Function = generator::TensorDsl.Function;

namespace TensorDsl.Generator.Tests.Simplification;

/// <summary>What is computed at compile time.</summary>
public class ConstantTableTests
{
    [Theory]
    [InlineData("x * Exp(Index(x, -1) / -7)", "(6)")]
    [InlineData("x + SinusoidalPositions(x)", "(6)", "(6)")]
    [InlineData("x + SelfAttention(x, 5, 4, 4, Mask.Causal, relative: Alibi(x, 5))", "(5, 1, 1)")]
    [InlineData("SelfAttention(x, 2, 6, 4, Mask.Causal, rotate: q => Rotary(q))", "(3)")]
    [InlineData("CumulativeSum(x, -1)", "(6, 6)")]
    [InlineData("x * Exp(Index(x, -1) + 1) * Mean(Cos(Index(x, -1)), 0)", "(6)")]
    [InlineData("Repeat(3, x, h => Tanh(h * Exp(Index(h, -1))))", "(6)")]
    [InlineData("x * Sum(Table((i, j) => i * j, 6, 4), 1)", "(6)")]
    [InlineData("Sum(Unsqueeze(x, -1) * ((Unsqueeze(Exp(Index(x, -1)), 1) - Index(x, -1)) * 2 + 1), -1)", "(6, 1)")]
    [InlineData("x * Table([1, 2, 3, 4, 5, 6])", "(6)")]
    [InlineData("MatMul(x, Transpose(Table((i, j) => i * j, 6, 6), 1, 0))", "(6, 6)")]
    public void Costly_constants_and_operands_of_contractions_become_tables(string expression, params string[] tables)
    {
        var nodes = Needed(expression);
        Assert.Equal(tables, nodes.OfType<TableNode>().Select(node => node.Shape.ToString()));
        Assert.DoesNotContain(nodes, node => node is MapNode { Function: Function.Exp } && node.Shape.Axes.All(axis => axis.Size.IsConstant));
    }

    [Theory]
    [InlineData("x * Where(Index(x, -1) < 2, 1, 0)")]
    [InlineData("x * Cos(Index(x, -2))")]
    [InlineData("CumulativeSum(x, -2)")]
    [InlineData("x * Where(Index(x, -1) < 2, Index(x, -1) * 3, 0)")]
    [InlineData("x + Expand(Unsqueeze(0, 0), 0, 6)")]
    [InlineData("SelfAttention(x, 2, 4, 4, Mask.Causal & Mask.Window(3))")]
    public void Cheap_and_symbolic_ones_stay(string expression) => Assert.Empty(Needed(expression).OfType<TableNode>());

    [Fact]
    public void Long_ones_stay() => Assert.Empty(Needed("x * Sum(Exp(Index(Embedding(tokens, 2, 20000), -1)) * 1e-9)").OfType<TableNode>());

    private static List<Node> Needed(string expression)
    {
        var graph = Elaborated.Graph($$"""
            [Model]
            public partial class Net
            {
                static Tensor Logits([Axes("B", "T")] Tokens tokens)
                {
                    var x = Embedding(tokens, 9, 6);
                    return Linear({{expression}}, 9);
                }
            }
            """);
        AttentionRecognition.Run(graph);
        ConstantTables.Run(graph);
        return [.. new Uses(graph.Roots).Everything(graph.Main)];
    }
}
