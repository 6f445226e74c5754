extern alias generator;

using generator::TensorDsl.Generator.Differentiation;
using generator::TensorDsl.Generator.Elaboration;
using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Verification;
using TensorDsl.Generator.Tests.Support;
using Symbolic = generator::TensorDsl;

namespace TensorDsl.Generator.Tests.Verification;

/// <summary>Graphs broken by hand: what the verifier says of each.</summary>
public class GraphVerifierTests
{
    private const string Body = """
        var x = Embedding(tokens, Vocab, DModel);
        x = Repeat(Layers, x, h => h + SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal) + FeedForward(h, DFf, Gelu));
        return Linear(x, Vocab);
        """;

    [Fact]
    public void Tests_check_every_stage() => Assert.True(Verifier.IsOn);

    [Fact]
    public void A_graph_as_it_should_be()
    {
        var graph = Graph();
        GraphVerifier.Check(graph, GraphForm.Typed);
        Differentiator.Differentiate(graph, "Loss");
        GraphVerifier.Check(graph, GraphForm.Typed);
    }

    [Fact]
    public void A_kind_without_a_rule()
    {
        var graph = Graph();
        var strange = new StrangeNode(graph.Main, graph.Outputs["Loss"]);
        graph.Main.Nodes.Add(strange);
        graph.Outputs["Loss"] = strange;
        Breaks(graph, "no rule for");
    }

    [Fact]
    public void An_operand_that_comes_later()
    {
        var graph = Graph();
        graph.Main.Nodes.Reverse();
        Breaks(graph, "before it is there");
    }

    [Fact]
    public void An_operand_that_stands_nowhere()
    {
        var graph = Graph();
        graph.Main.Nodes.Remove(graph.Main.Nodes.OfType<GatherNode>().First());
        Breaks(graph, "before it is there");
    }

    [Fact]
    public void A_value_of_a_body_outside_of_its_loop()
    {
        var graph = Graph();
        var inside = Loop(graph).Body.Nodes.OfType<ContractNode>().First();
        var copy = new MapNode(graph.Main, Symbolic::Function.Copy, inside.Shape, inside);
        graph.Main.Nodes.Add(copy);
        graph.Outputs["Loss"] = copy;
        Breaks(graph, "another loop's body");
    }

    [Fact]
    public void An_output_of_a_body()
    {
        var graph = Graph();
        graph.Outputs["Loss"] = Loop(graph).Body.Nodes.OfType<ContractNode>().First();
        Breaks(graph, "not computed in the main region");
    }

    [Fact]
    public void A_sum_that_does_not_broadcast()
    {
        var graph = Graph();
        var logits = graph.Outputs["Logits"];
        var table = graph.Main.Nodes.OfType<ParameterNode>().First();
        Append(graph, new MapNode(graph.Main, Symbolic::Function.Add, logits.Shape, logits, table), "does not broadcast");
    }

    [Fact]
    public void A_function_with_too_few_operands()
    {
        var graph = Graph();
        var logits = graph.Outputs["Logits"];
        Append(graph, new MapNode(graph.Main, Symbolic::Function.Where, logits.Shape, logits, logits), "has 2 operands, not 3");
    }

    [Fact]
    public void A_contraction_over_other_axes()
    {
        var graph = Graph();
        var contract = graph.Main.Nodes.OfType<ContractNode>().Last();
        Append(graph, new ContractNode(graph.Main, contract.Spec, contract.Inputs[1], contract.Inputs[0]), "binds its letters");
    }

    [Fact]
    public void A_contraction_with_a_letter_of_one_operand_alone()
    {
        var graph = Graph();
        var contract = graph.Main.Nodes.OfType<ContractNode>().Last();
        var (spec, rest) = (contract.Spec, contract.Spec.Output.Skip(1).ToArray());
        var lone = Symbolic::ContractionSpec.FromLetters(spec.A, spec.B, rest, spec.Letters);
        Append(graph, new ContractNode(graph.Main, lone, contract.Inputs[0], contract.Inputs[1]), "alone");
    }

    [Fact]
    public void A_reshape_that_loses_elements()
    {
        var graph = Graph();
        var logits = graph.Outputs["Logits"];
        Append(graph, new ReshapeNode(graph.Main, logits.Shape.With(2, new Symbolic::Axis(null, 95)), logits), "number of elements");
    }

    [Fact]
    public void A_transposition_that_repeats_an_axis()
    {
        var graph = Graph();
        Append(graph, new TransposeNode(graph.Main, [0, 0, 1], graph.Outputs["Logits"]), "no order");
    }

    [Fact]
    public void A_slice_that_is_longer_than_its_axis()
    {
        var graph = Graph();
        Append(graph, new SliceNode(graph.Main, 2, new Symbolic::Axis(null, 97), Symbolic::Placement.Leading, graph.Outputs["Logits"]), "no part");
    }

    [Fact]
    public void A_loop_that_hands_on_another_shape()
    {
        var graph = Graph();
        var loop = Loop(graph);
        var carry = loop.Carries.Single();
        var sum = new ReduceNode(loop.Body, Symbolic::Reduction.Sum, [2], carry.Next);
        loop.Body.Nodes.Add(sum);
        carry.Next = sum;
        Breaks(graph, "carries (B, T, DModel = 500) in");
    }

    [Fact]
    public void A_phi_of_no_carry()
    {
        var graph = Graph();
        Loop(graph).Carries.Clear();
        Breaks(graph, "of no carry");
    }

    [Fact]
    public void A_parameter_that_is_not_declared()
    {
        var graph = Graph();
        graph.Parameters.RemoveAt(graph.Parameters.Count - 1);
        Breaks(graph, "does not declare");
    }

    [Fact]
    public void A_parameter_of_other_loops()
    {
        var graph = Graph();
        var slot = graph.Parameters.First(parameter => parameter.Loops.Count == 1);
        Append(graph, new ParameterNode(graph.Main, slot), "other loops");
    }

    [Fact]
    public void A_gradient_of_another_shape()
    {
        var graph = Graph();
        Differentiator.Differentiate(graph, "Loss");
        var tables = graph.Parameters.Where(slot => slot.Loops.Count == 0).ToList();
        graph.Gradients[tables[0]] = graph.Gradients[tables[^1]];
        Breaks(graph, "is the gradient of embedding.table, which is");
    }

    [Fact]
    public void A_gradient_that_is_missing()
    {
        var graph = Graph();
        Differentiator.Differentiate(graph, "Loss");
        graph.Gradients.Remove(graph.Parameters[1]);
        Breaks(graph, "has no gradient");
    }

    private static ModelGraph Graph()
    {
        var graph = Elaborated.Graph(Sources.Model(Body));
        DerivedLoss.AddTo(graph);
        return graph;
    }

    private static LoopNode Loop(ModelGraph graph) => graph.Main.Nodes.OfType<LoopNode>().First();

    private static void Append(ModelGraph graph, Node node, string mistake)
    {
        graph.Main.Nodes.Add(node);
        graph.Outputs["More"] = node;
        Breaks(graph, mistake);
    }

    private static void Breaks(ModelGraph graph, string mistake) =>
        Assert.Contains(mistake, Assert.Throws<VerificationException>(() => GraphVerifier.Check(graph, GraphForm.Typed)).Message, StringComparison.Ordinal);

    private sealed class StrangeNode(Region region, Node x) : Node(region, x.Shape, x);
}
