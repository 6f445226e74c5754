extern alias generator;

using generator::TensorDsl;
using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Simplification;
using TensorDsl.Generator.Tests.RandomDefinitions;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Simplification;

/// <summary>What leaves a loop because it is the same in each iteration.</summary>
public class HoistingTests
{
    private const string Scan = "Scan(x, \"T\", At(x, \"T\", 0), (at, state) => {0})";
    private const string Repeat = "Repeat(3, x, state => {0})";

    // A scan keeps a value for every position; the few layers of a Repeat would keep one for all of the pass.
    [Theory]
    [InlineData(Scan, "state * Tanh(gain)", 0)]
    [InlineData(Scan, "state * Exp(Tanh(gain))", 0)]
    [InlineData(Scan, "Tanh(state) * gain", 1)]
    [InlineData(Scan, "state * Tanh(gain * at)", 1)]
    [InlineData(Repeat, "state * Tanh(gain)", 1)]
    [InlineData(Repeat, "state * Exp(Tanh(gain))", 1)]
    public void Only_what_a_scan_makes_of_values_from_outside(string loop, string step, int inside)
    {
        string source = $$"""
            [Model]
            public sealed partial class Net
            {
                public static Tensor Logits([Axes("B", "T")] Tokens tokens)
                {
                    var x = Embedding(tokens, 9, 6, Normal(1));
                    var gain = Parameter("gain", Normal(1), 6);
                    return Linear({{string.Format(System.Globalization.CultureInfo.InvariantCulture, loop, step)}}, 9);
                }
            }
            """;
        var graph = Elaborated.Graph(source);
        Hoisting.Run(graph);
        Assert.Equal(inside, Loops(graph.Main).SelectMany(body => body.Nodes).OfType<MapNode>().Count(map => map.Function == Function.Tanh));
        Assert.Equal(1, inside + graph.Main.Nodes.OfType<MapNode>().Count(map => map.Function == Function.Tanh));

        using var compiled = new CompiledDefinitions([source]);
        Assert.Null(DefinitionAgreement.Difference(compiled, "Net"));
    }

    private static IEnumerable<Region> Loops(Region region) =>
        region.Nodes.OfType<LoopNode>().SelectMany(loop => Loops(loop.Body).Prepend(loop.Body));
}
