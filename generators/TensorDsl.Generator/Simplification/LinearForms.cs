using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// Values of a backward loop as a gradient times a factor that follows from the forward loop alone: g · a · b + g · c is
/// g · (a · b + c).
/// </summary>
internal sealed class LinearForms(Region forward, Region backward)
{
    private readonly Dictionary<Node, (Node Gradient, Node? Factor)> _forms = [];
    private readonly Dictionary<Node, bool> _isForward = [];

    /// <summary>The form; a value that has none is itself a gradient, without a factor.</summary>
    public (Node Gradient, Node? Factor) Of(Node node)
    {
        if (!_forms.TryGetValue(node, out var form))
            _forms[node] = form = node is MapNode map && map.Region == backward && Make(map) is { } made && made.Gradient.Shape.Equals(map.Shape) ? made : (node, null);
        return form;
    }

    private (Node Gradient, Node Factor)? Make(MapNode map)
    {
        var x = map.Inputs;
        switch (map.Function)
        {
            case Function.Multiply when IsForward(x[1]) && !IsForward(x[0]):
                return Times(map, Of(x[0]), Function.Multiply, x[1]);
            case Function.Multiply when IsForward(x[0]) && !IsForward(x[1]):
                return Times(map, Of(x[1]), Function.Multiply, x[0]);
            case Function.Divide when IsForward(x[1]) && !IsForward(x[0]):
                return Times(map, Of(x[0]), Function.Divide, x[1]);
            case Function.Negate when !IsForward(x[0]):
                var (gradient, factor) = Of(x[0]);
                return (gradient, factor is null ? One(-1) : Factor(map, Function.Negate, factor));
            case Function.Add or Function.Subtract when !IsForward(x[0]) && !IsForward(x[1]) && Of(x[0]) is var a && Of(x[1]) is var b && a.Gradient == b.Gradient:
                return (a.Gradient, Factor(map, map.Function, a.Factor ?? One(1), b.Factor ?? One(1)));
            default:
                return null;
        }
    }

    private (Node, Node) Times(MapNode map, (Node Gradient, Node? Factor) form, Function function, Node by) =>
        (form.Gradient, form.Factor is null && function == Function.Multiply ? by : Factor(map, function, form.Factor ?? One(1), by));

    // A factor is no part of any region as yet.
    private MapNode Factor(MapNode map, Function function, params Node[] inputs) => new(backward, function, map.Shape, inputs) { Location = map.Location };

    private ConstantNode One(double value) => new(backward, value);

    private bool IsForward(Node node)
    {
        if (node.Region == forward || node.IsImmediate())
            return true;
        if (!_isForward.TryGetValue(node, out bool known))
            _isForward[node] = known = node.Region == backward && (node is MapNode || node.IsAlias()) && node.Inputs.All(IsForward);
        return known;
    }
}
