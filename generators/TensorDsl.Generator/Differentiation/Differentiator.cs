using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Differentiation;

/// <summary>
/// Reverse-mode differentiation: walks each region backwards and hands every value's gradient on by its rule. A loop
/// becomes a loop that runs from the last iteration to the first.
/// </summary>
internal sealed class Differentiator
{
    private readonly ModelGraph _graph;
    private readonly GraphBuilder _builder;
    private readonly Rules _rules;
    private readonly Dictionary<Node, bool> _learns = [];
    private readonly Dictionary<LoopNode, LoopNode> _backward = [];

    private Differentiator(ModelGraph graph, GraphBuilder builder)
    {
        _graph = graph;
        _builder = builder;
        _rules = new Rules(builder);
    }

    /// <summary>Adds to <paramref name="graph"/> the gradient of its output <paramref name="loss"/>.</summary>
    public static void Differentiate(ModelGraph graph, string loss)
    {
        var definition = new Definition { Builder = new GraphBuilder(graph) };
        definition.Run(() =>
        {
            var differentiator = new Differentiator(graph, definition.Builder);
            var output = graph.Outputs[loss];
            var one = definition.Builder.Expand(definition.Builder.Constant(1), output.Shape);
            differentiator.Backpropagate(graph.Main, new Dictionary<Node, Node> { [output] = one });
            foreach (var slot in graph.Parameters.Where(slot => !graph.Gradients.ContainsKey(slot)))
                graph.Gradients[slot] = differentiator.NoGradient(slot);
            return 0;
        });
    }

    private void Backpropagate(Region region, Dictionary<Node, Node> gradients)
    {
        for (int i = region.Nodes.Count - 1; i >= 0; i--)
        {
            var node = region.Nodes[i];
            if (node is LoopNode loop)
                Backpropagate(loop, gradients);
            else if (!gradients.TryGetValue(node, out var gradient))
                continue;
            else if (node is ParameterNode parameter)
                _graph.Gradients[parameter.Slot] = gradient;
            else
                Distribute(node, gradient, gradients);
        }
    }

    private void Distribute(Node node, Node gradient, Dictionary<Node, Node> gradients)
    {
        foreach (var (operand, share) in _rules.Of(node, gradient))
            Accumulate(gradients, operand, share);
    }

    private void Accumulate(Dictionary<Node, Node> gradients, Node operand, Node share)
    {
        if (Learns(operand))
            gradients[operand] = gradients.TryGetValue(operand, out var before) ? _rules.Sum(before, share) : share;
    }

    private void Backpropagate(LoopNode loop, Dictionary<Node, Node> gradients)
    {
        var results = loop.Region.Nodes.OfType<LoopResultNode>().Where(r => r.Carry.Loop == loop).ToList();
        if (!results.Any(gradients.ContainsKey))
            return;

        var backward = _backward[loop] = new LoopNode(_builder.Region, loop.Name, loop.Count, loop);
        var inner = new Dictionary<Node, Node>();
        var handed = new List<(Node Target, Carry Carry)>();
        foreach (var carry in loop.Carries)
        {
            var result = results.Find(r => r.Carry == carry);
            var start = result is not null && gradients.TryGetValue(result, out var known) ? known : _rules.Zeros(carry.Phi.Shape);
            var back = backward.AddCarry(start);
            Accumulate(inner, carry.Next, back.Phi);
            handed.Add((carry.Init, back));
        }

        _builder.In(backward.Body, () =>
        {
            Backpropagate(loop.Body, inner);
            for (int i = 0; i < loop.Carries.Count; i++)
                handed[i].Carry.Next = inner.TryGetValue(loop.Carries[i].Phi, out var g) ? g : _rules.Zeros(loop.Carries[i].Phi.Shape);
            foreach (var captured in inner.Where(pair => !loop.Body.Encloses(pair.Key.Region)).ToList())
            {
                var zeros = _builder.In(backward.Region, () => _rules.Zeros(captured.Key.Shape));
                var sum = backward.AddCarry(zeros);
                sum.Next = _rules.Sum(captured.Value, sum.Phi);
                handed.Add((captured.Key, sum));
            }

            return 0;
        });

        _builder.Region.Nodes.Add(backward);
        foreach (var (target, carry) in handed)
            Accumulate(gradients, target, _builder.Add(new LoopResultNode(_builder.Region, carry)));
    }

    // What the loss does not depend on has the gradient zero, in every iteration of the loops around.
    private Node NoGradient(ParameterSlot slot)
    {
        // Zeros from outside would do as a value, but must be written once an iteration.
        var region = BackwardOf(slot.Loops.LastOrDefault());
        var zero = new ConstantNode(region, 0);
        var zeros = new MapNode(region, Function.Copy, slot.Shape, zero);
        region.Nodes.AddRange([zero, zeros]);
        return zeros;
    }

    // The body that runs backwards over a loop's; a loop without any gets one.
    private Region BackwardOf(LoopNode? loop)
    {
        if (loop is null)
            return _graph.Main;
        if (!_backward.TryGetValue(loop, out var backward))
        {
            var around = BackwardOf(loop.Region.Loop);
            _backward[loop] = backward = new LoopNode(around, loop.Name, loop.Count, loop);
            around.Nodes.Add(backward);
        }

        return backward.Body;
    }

    // Whether a gradient is of any use there: some parameter lies behind the value.
    private bool Learns(Node node)
    {
        if (_learns.TryGetValue(node, out bool known))
            return known;
        return _learns[node] = node switch
        {
            ParameterNode or PhiNode or LoopResultNode => true,
            StopGradientNode or LoopNode => false,
            _ => node.Inputs.Any(Learns),
        };
    }
}
