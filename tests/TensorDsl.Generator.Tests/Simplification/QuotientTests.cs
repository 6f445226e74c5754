extern alias generator;

using generator::TensorDsl;
using generator::TensorDsl.Generator.Graph;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Simplification;

/// <summary>
/// A division by a number becomes a multiplication, which is faster, but not where the quotient may be compared: in single
/// precision 41 / 41 is 1, and 41 times the nearest number to 1 / 41 is not.
/// </summary>
public class QuotientTests
{
    [Theory]
    [InlineData("Unsqueeze(Equal(Index(x, \"T\") / 41, 1), 1)", true)]
    [InlineData("Unsqueeze((2 * Index(x, \"T\") + 1) / 110, 1)", true)]
    [InlineData("Unsqueeze(Values(tokens) / 47, 2)", true)]
    [InlineData("x / 41", false)]
    [InlineData("(x + Unsqueeze(Index(x, \"T\"), 1)) / 41", false)]
    public void Positions_and_tokens_are_divided_exactly(string expression, bool isExact)
    {
        var graph = Elaborated.Graph(Sources.Model($"var x = Embedding(tokens, Vocab, DModel);\nreturn Linear(x * ({expression}), Vocab);"));
        Assert.Equal(isExact, graph.Main.Nodes.OfType<MapNode>().Any(map => map.Function == Function.Divide));
    }
}
