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
            differentiator.Backpropagate(graph.Main.Nodes, new Dictionary<Node, Node> { [output] = one });
            foreach (var slot in graph.Parameters.Where(slot => !graph.Gradients.ContainsKey(slot)))
                graph.Gradients[slot] = differentiator.NoGradient(slot);
            return 0;
        });
    }

    private void Backpropagate(IEnumerable<Node> nodes, Dictionary<Node, Node> gradients)
    {
        foreach (var node in nodes.Reverse().ToList())
        {
            if (node is LoopNode loop)
                Backpropagate(loop, gradients);
            else if (!gradients.TryGetValue(node, out var gradient))
                continue;
            else if (node is ParameterNode parameter)
                _graph.Gradients[parameter.Slot] = _graph.Gradients.TryGetValue(parameter.Slot, out var before)
                    ? _rules.Sum(gradient, OfIteration(before))
                    : gradient;
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
        if (!loop.Results.Any(gradients.ContainsKey))
            return;

        var backward = _backward[loop] = new LoopNode(_builder.Region, loop.Name, loop.Count, loop);
        var again = new Cloning();
        var body = loop.IsRecomputed ? again.Into(backward.Body, loop.Body.Nodes) : loop.Body.Nodes;
        var inner = new Dictionary<Node, Node>();
        var handed = new List<(Node Target, Node Gradient)>();
        bool IsInside(Node node) => loop.Body.Encloses(node.Region) || backward.Body.Encloses(node.Region);
        var back = loop.Carries.ToDictionary(carry => carry, carry => backward.AddCarry(Start(carry, gradients)));
        _builder.In(backward.Body, () =>
        {
            foreach (var carry in loop.Carries)
                Accumulate(inner, again.Of(carry.Next), back[carry].Phi);
            foreach (var collected in loop.Results.OfType<CollectedNode>().Where(gradients.ContainsKey))
                Accumulate(inner, again.Of(collected.Value), _builder.Add(new ElementNode(backward, gradients[collected])));
            Backpropagate(body, inner);
            foreach (var carry in loop.Carries)
            {
                back[carry].Next = inner.TryGetValue(carry.Phi, out var g) ? g : _rules.Zeros(carry.Phi.Shape);
                handed.Add((carry.Init, new LoopResultNode(backward.Region, back[carry])));
            }

            foreach (var element in body.OfType<ElementNode>().Where(inner.ContainsKey))
                handed.Add((element.Inputs[0], new CollectedNode(backward, element.Inputs[0].Shape[0], inner[element])));
            foreach (var captured in inner.Where(pair => !IsInside(pair.Key)).ToList())
            {
                var sum = backward.AddCarry(_builder.In(backward.Region, () => _rules.Zeros(captured.Key.Shape)));
                sum.Next = _rules.Sum(captured.Value, sum.Phi);
                handed.Add((captured.Key, new LoopResultNode(backward.Region, sum)));
            }

            return 0;
        });

        _builder.Region.Nodes.Add(backward);
        foreach (var (target, gradient) in handed)
            Accumulate(gradients, target, _builder.Add(gradient));
    }

    // What the loops of another place made of the layer that is open here, which shares its parameters.
    private Node OfIteration(Node value)
    {
        var common = value.Region;
        while (!common.Encloses(_builder.Region))
            common = common.Parent!;
        for (var region = value.Region; region != common; region = region.Parent!)
        {
            var loop = region.Loop!;
            value = _builder.In(loop.Region, () => _builder.Add(new CollectedNode(loop, new Axis(null, loop.Count), value)));
        }

        var inwards = new Stack<LoopNode>();
        for (var region = _builder.Region; region != common; region = region.Parent!)
            inwards.Push(region.Loop!);
        return inwards.Aggregate(value, (part, loop) => _builder.In(loop.Body, () => _builder.Add(new ElementNode(loop, part))));
    }

    // The gradient of what the last iteration left.
    private Node Start(Carry carry, Dictionary<Node, Node> gradients)
    {
        var result = carry.Loop.Results.OfType<LoopResultNode>().FirstOrDefault(r => r.Carry == carry);
        return result is not null && gradients.TryGetValue(result, out var known) ? known : _rules.Zeros(carry.Phi.Shape);
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
