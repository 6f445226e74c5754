extern alias generator;

using generator::TensorDsl.Generator.Differentiation;
using generator::TensorDsl.Generator.Elaboration;
using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Scheduling;
using generator::TensorDsl.Generator.Simplification;
using TensorDsl.Generator.Tests.RandomDefinitions;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Simplification;

/// <summary>Which derivatives the forward loop computes, so that the backward loop evaluates no dear function for them.</summary>
public class SavedDerivativeTests
{
    // Where one argument has two derivatives, both would have to be saved in its place.
    [Theory]
    [InlineData("Linear(Gelu(a), 6)", 0, 2)]
    [InlineData("Linear(GeluTanh(a), 6)", 0, 2)]
    [InlineData("Linear(Gelu(a) * a, 6)", 0, 2)]
    [InlineData("Linear(Silu(a) * b, 6)", 0, 3)]
    [InlineData("Linear(Tanh(a) * b + Gelu(b) * a, 6)", 0, 3)]
    [InlineData("Linear(Gelu(a), 6) + Linear(Tanh(a), 6)", 2, 3)]
    [InlineData("Linear(Relu(a), 6)", 0, 2)]
    public void Those_that_take_no_more_memory_than_the_argument(string step, int dear, int saved)
    {
        string source = $$"""
            [Model]
            public sealed partial class Net
            {
                public static Tensor Logits([Axes("B", "T")] Tokens tokens)
                {
                    var x = Embedding(tokens, 9, 6, Normal(1));
                    x = Repeat(2, x, h =>
                    {
                        var a = Linear(h, 15);
                        var b = Linear(h, 15);
                        return h + {{step}};
                    });
                    return Linear(x, 9);
                }
            }
            """;
        var graph = Elaborated.Graph(source);
        DerivedLoss.AddTo(graph);
        Differentiator.Differentiate(graph, DerivedLoss.Name);
        Normalisation.Run(graph);
        SavedDerivatives.Run(graph);
        Rematerialisation.Run(graph);

        var uses = new Uses(graph.Roots);
        var backward = Assert.Single(graph.Main.Nodes.OfType<LoopNode>(), loop => loop.Forward is not null && uses.Needs(loop));
        var needed = uses.Everything(backward.Body).ToList();
        Assert.Equal(dear, needed.Count(node => node is MapNode && !node.IsCheap()));
        Assert.Equal(saved, needed.SelectMany(node => node.Inputs).Distinct()
            .Count(input => input.Region == backward.Forward!.Body && input.Shape.Rank == 3 && input.Shape[2].Size == 15));

        using var compiled = new CompiledDefinitions([source]);
        Assert.Null(DefinitionAgreement.Difference(compiled, "Net"));
    }
}
