using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Simplification;

/// <summary>Computes, in double precision, values that depend on numbers and on indices of constant axes alone.</summary>
internal sealed class ConstantEvaluator
{
    // Longer tables would make the generated code hard to read and slow to compile.
    private const int Limit = 16_384;

    private readonly Dictionary<Node, bool> _constant = [];
    private readonly Dictionary<Node, double[]> _values = [];

    /// <summary>Whether the value is known at compile time, and so is all that it is computed from.</summary>
    public bool IsConstant(Node node)
    {
        if (!_constant.TryGetValue(node, out bool known))
            _constant[node] = known = IsKind(node) && IsSmall(node.Shape) && node.Inputs.All(IsConstant);
        return known;
    }

    /// <summary>The numbers of a constant value, row-major.</summary>
    public double[] Of(Node node)
    {
        if (!_values.TryGetValue(node, out double[]? known))
            _values[node] = known = Evaluate(node);
        return known;
    }

    private static bool IsSmall(Shape shape) =>
        shape.Axes.All(axis => axis.Size.IsConstant) && shape.Axes.Aggregate(1.0, (count, axis) => count * axis.Size.Factor) <= Limit;

    private static bool IsKind(Node node) => node switch
    {
        ConstantNode or IndexNode or TableNode or StopGradientNode or ReshapeNode or TransposeNode or ReduceNode => true,
        SliceNode slice => slice.At.Start.IsConstant,
        MapNode map => Folding.Evaluate(map.Function, [1, 1, 1]) is not null,
        _ => false,
    };

    private double[] Evaluate(Node node)
    {
        switch (node)
        {
            case ConstantNode constant:
                return [constant.Value];
            case IndexNode:
                return [.. Enumerable.Range(0, Count(node.Shape)).Select(i => (double)i)];
            case TableNode table:
                return [.. table.Values];
            case StopGradientNode or ReshapeNode:
                return Of(node.Inputs[0]);
            case TransposeNode transpose:
                int[] order = Strides(node.Inputs[0].Shape);
                return [.. Read(node.Inputs[0], node.Shape, [.. transpose.Order.Select(i => order[i])])];
            case SliceNode slice:
                int[] strides = Strides(node.Inputs[0].Shape);
                int start = slice.At.Start.Value * strides[slice.Axis];
                strides[slice.Axis] *= slice.At.Step;
                return [.. Read(node.Inputs[0], node.Shape, strides, start)];
            case ReduceNode reduce:
                return Reduce(reduce);
            case MapNode map:
                double[][] operands = [.. map.Inputs.Select(input => Broadcast(input, map.Shape))];
                return [.. Enumerable.Range(0, Count(map.Shape)).Select(i =>
                    Folding.Evaluate(map.Function, [.. operands.Select(operand => operand[i])])!.Value)];
            default:
                throw new InvalidOperationException($"{node} is no constant.");
        }
    }

    private double[] Broadcast(Node operand, Shape shape)
    {
        int[] strides = Strides(operand.Shape);
        return [.. Read(operand, shape, [.. Broadcasting.Map(operand.Shape, shape).Select(axis => axis < 0 ? 0 : strides[axis])])];
    }

    private double[] Reduce(ReduceNode reduce)
    {
        var shape = reduce.Inputs[0].Shape;
        int[] strides = Strides(reduce.Shape);
        foreach (int axis in reduce.Axes)
            strides[axis] = 0;
        double[] x = Of(reduce.Inputs[0]);
        bool isSum = reduce.Reduction == Reduction.Sum;
        double[] result = [.. Enumerable.Repeat(isSum ? 0 : double.NegativeInfinity, Count(reduce.Shape))];
        int i = 0;
        foreach (int place in Places(shape, strides, 0))
        {
            result[place] = isSum ? result[place] + x[i] : Math.Max(result[place], x[i]);
            i++;
        }

        return result;
    }

    private IEnumerable<double> Read(Node x, Shape shape, int[] strides, int start = 0)
    {
        double[] values = Of(x);
        return Places(shape, strides, start).Select(place => values[place]);
    }

    // The place of each element of a shape, row-major, from steps along its axes.
    private static IEnumerable<int> Places(Shape shape, int[] strides, int start)
    {
        int[] own = Strides(shape);
        for (int i = 0; i < Count(shape); i++)
        {
            int place = start;
            for (int axis = 0; axis < own.Length; axis++)
                place += i / own[axis] % shape[axis].Size.Value * strides[axis];
            yield return place;
        }
    }

    private static int[] Strides(Shape shape)
    {
        int[] strides = new int[shape.Rank];
        for (int axis = shape.Rank - 1, stride = 1; axis >= 0; stride *= shape[axis].Size.Value, axis--)
            strides[axis] = stride;
        return strides;
    }

    private static int Count(Shape shape) => shape.Axes.Aggregate(1, (count, axis) => count * axis.Size.Value);
}
