using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Elaboration;

/// <summary>Arithmetic on constants, and operations with a neutral element.</summary>
internal static class Folding
{
    /// <summary>The simpler node, or null.</summary>
    public static Node? TryFold(GraphBuilder builder, Function function, Shape shape, Node[] inputs)
    {
        if (inputs.All(input => input is ConstantNode) && Evaluate(function, [.. inputs.Select(Value)]) is { } value)
            return builder.Constant(value);

        var (x, y) = (inputs[0], inputs[inputs.Length - 1]);
        return function switch
        {
            Function.Add when Is(y, 0) => Same(x),
            Function.Add when Is(x, 0) => Same(y),
            Function.Subtract when Is(y, 0) => Same(x),
            Function.Multiply when Is(y, 1) => Same(x),
            Function.Multiply when Is(x, 1) => Same(y),
            Function.Divide when Is(y, 1) => Same(x),
            Function.Divide when y is ConstantNode { Value: not 0 } divisor && !IsCounted(x) =>
                builder.Map(Function.Multiply, x, builder.Constant(1 / divisor.Value)),
            Function.Multiply when y is ConstantNode outer
                && x is MapNode { Function: Function.Multiply } product && product.Inputs[1] is ConstantNode inner =>
                builder.Map(Function.Multiply, product.Inputs[0], builder.Constant(outer.Value * inner.Value)),
            Function.Multiply when x is ConstantNode && y is not ConstantNode => builder.Map(Function.Multiply, y, x),
            Function.Negate when x is MapNode { Function: Function.Negate } twice => Same(twice.Inputs[0]),
            _ => null,
        };

        Node? Same(Node node) => node.Shape.Equals(shape) ? node : null;
    }

    // Whether the value comes from positions, tokens and sizes alone. Such quotients are compared: 41 / 41 is 1, and 41 times
    // the nearest float to 1 / 41 is not.
    private static bool IsCounted(Node node)
    {
        var seen = new HashSet<Node>();
        return Counted(node);

        bool Counted(Node x) => !seen.Add(x) || x is IndexNode or ValuesNode or SizeNode or ConstantNode
            || (x is MapNode or ReduceNode or ReshapeNode or TransposeNode or SliceNode or StopGradientNode && x.Inputs.All(Counted));
    }

    private static bool Is(Node node, double value) => node is ConstantNode constant && constant.Value == value;

    private static double Value(Node node) => ((ConstantNode)node).Value;

    /// <summary>The number that a function of numbers is, or null where the compiler does not compute it.</summary>
    public static double? Evaluate(Function function, double[] x) => function switch
    {
        Function.Copy => x[0],
        Function.Negate => -x[0],
        Function.Abs => Math.Abs(x[0]),
        Function.Exp => Math.Exp(x[0]),
        Function.Log => Math.Log(x[0]),
        Function.Sqrt => Math.Sqrt(x[0]),
        Function.Sin => Math.Sin(x[0]),
        Function.Cos => Math.Cos(x[0]),
        Function.Tanh => Math.Tanh(x[0]),
        Function.Add => x[0] + x[1],
        Function.Subtract => x[0] - x[1],
        Function.Multiply => x[0] * x[1],
        Function.Divide => x[0] / x[1],
        Function.Maximum => Math.Max(x[0], x[1]),
        Function.Minimum => Math.Min(x[0], x[1]),
        Function.Less => x[0] < x[1] ? 1 : 0,
        Function.LessEqual => x[0] <= x[1] ? 1 : 0,
        Function.Equal => x[0] == x[1] ? 1 : 0,
        Function.Where => x[0] != 0 ? x[1] : x[2],
        _ => null,
    };
}
