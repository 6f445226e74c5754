using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Differentiation;

/// <summary>One rule per operation: how the gradient of a value becomes gradients of its operands.</summary>
internal sealed class Rules(GraphBuilder builder)
{
    /// <summary>The operands with their share of <paramref name="gradient"/>.</summary>
    public IEnumerable<(Node Operand, Node Gradient)> Of(Node node, Node gradient) => node switch
    {
        MapNode map => OfMap(map, gradient),
        ReduceNode reduce => [(reduce.Inputs[0], OfReduce(reduce, gradient))],
        ContractNode contract => OfContract(contract, gradient),
        ReshapeNode reshape => [(reshape.Inputs[0], builder.Reshape(gradient, reshape.Inputs[0].Shape))],
        TransposeNode transpose => [(transpose.Inputs[0], builder.Transpose(gradient, Inverse(transpose.Order)))],
        SliceNode slice => [(slice.Inputs[0], Join(slice.Axis, slice.Inputs[0].Shape[slice.Axis], [slice.At], gradient))],
        JoinNode join => join.Inputs.Select((part, i) => (part, OfPart(join, i, gradient))),
        WindowsNode windows => [(windows.Inputs[0], builder.Add(new OverlapNode(
            builder.Region, windows.Axis, windows.Inputs[0].Shape[windows.Axis], windows.Step, gradient)))],
        GatherNode gather => [(gather.Inputs[0], Scatter(Zeros(gather.Inputs[0].Shape), gather, gradient))],
        AttentionNode attention => OfAttention(attention, gradient),
        _ => [],
    };

    /// <summary>Zeros of a shape.</summary>
    public Node Zeros(Shape shape) => builder.Expand(builder.Constant(0), shape);

    /// <summary>
    /// The sum of two gradients; a scatter adds onto the other instead of onto zeros, and those of different parts lie
    /// side by side.
    /// </summary>
    public Node Sum(Node left, Node right)
    {
        if (left is JoinNode first && right is JoinNode second && AreDisjoint(first, second))
            return Join(first.Axis, first.Shape[first.Axis], [.. first.Places, .. second.Places], [.. first.Inputs, .. second.Inputs]);
        if (left is ScatterAddNode l && IsZero(l.Inputs[0]))
            return builder.Add(new ScatterAddNode(builder.Region, right, l.Inputs[1], l.Inputs[2]));
        if (right is ScatterAddNode r && IsZero(r.Inputs[0]))
            return builder.Add(new ScatterAddNode(builder.Region, left, r.Inputs[1], r.Inputs[2]));
        return builder.Map(Function.Add, left, right);
    }

    private static bool AreDisjoint(JoinNode left, JoinNode right) =>
        left.Axis == right.Axis && left.Shape.Equals(right.Shape)
        && left.Places.Zip(left.Inputs, (place, part) => (place, part)).All(l =>
            right.Places.Zip(right.Inputs, (place, part) => (place, part)).All(r => Placement.AreDisjoint(
                l.place, l.part.Shape[left.Axis].Size, r.place, r.part.Shape[left.Axis].Size)));

    private Node Join(int axis, Axis whole, Placement[] places, params Node[] parts) =>
        builder.Add(new JoinNode(builder.Region, axis, whole, places, parts));

    // What was left out at the ends gets no gradient.
    private Node OfPart(JoinNode join, int i, Node gradient)
    {
        var (place, axis) = (join.Places[i], join.Inputs[i].Shape[join.Axis]);
        return place.IsClipped
            ? Join(join.Axis, axis, [place with { Start = place.Start * -1 }], gradient)
            : builder.Add(new SliceNode(builder.Region, join.Axis, axis, place, gradient));
    }

    private static bool IsZero(Node node) =>
        node is MapNode { Function: Function.Copy } copy && copy.Inputs[0] is ConstantNode { Value: 0 };

    private static int[] Inverse(int[] order) => [.. Enumerable.Range(0, order.Length).Select(i => Array.IndexOf(order, i))];

    private Node Scatter(Node start, GatherNode gather, Node rows) =>
        builder.Add(new ScatterAddNode(builder.Region, start, gather.Inputs[1], rows));

    private IEnumerable<(Node, Node)> OfMap(MapNode map, Node gradient)
    {
        var shares = MapRules.Of(map.Function, [.. map.Inputs.Select(x => new Tensor(x))], new Tensor(map), new Tensor(gradient));
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] is { } share)
                yield return (map.Inputs[i], Unbroadcast(builder.Expand(share.Node, map.Shape), map.Inputs[i].Shape));
        }
    }

    // What was stretched in the forward direction is summed in the backward one.
    private Node Unbroadcast(Node gradient, Shape shape)
    {
        int[] map = Broadcasting.Map(shape, gradient.Shape);
        int[] stretched = [.. Enumerable.Range(0, map.Length).Where(axis => map[axis] < 0)];
        return builder.Reshape(builder.Reduce(Reduction.Sum, gradient, stretched), shape);
    }

    private Node OfReduce(ReduceNode reduce, Node gradient)
    {
        var x = reduce.Inputs[0];
        if (reduce.Reduction == Reduction.Sum)
            return builder.Expand(gradient, x.Shape);
        var isMaximum = builder.Map(Function.Equal, x, reduce);
        var ties = builder.Reduce(Reduction.Sum, isMaximum, reduce.Axes);
        return builder.Map(Function.Multiply, isMaximum, builder.Map(Function.Divide, gradient, ties));
    }

    private IEnumerable<(Node, Node)> OfContract(ContractNode contract, Node gradient)
    {
        var (a, b, spec) = (contract.Inputs[0], contract.Inputs[1], contract.Spec);
        var toA = ContractionSpec.FromLetters(spec.Output, spec.B, spec.A, spec.Letters);
        var toB = ContractionSpec.FromLetters(spec.A, spec.Output, spec.B, spec.Letters);
        yield return (a, builder.Reshape(builder.Contract(toA, gradient, b), a.Shape));
        yield return (b, builder.Reshape(builder.Contract(toB, a, gradient), b.Shape));
    }

    private IEnumerable<(Node, Node)> OfAttention(AttentionNode attention, Node gradient)
    {
        var statistics = new AttentionStatisticsNode(attention.Region, attention);
        attention.Region.Nodes.Insert(attention.Region.Nodes.IndexOf(attention) + 1, statistics);
        var gradients = new AttentionGradientNode(builder.Region, attention, statistics, gradient);
        builder.Region.Nodes.Add(gradients);
        for (int i = 0; i < 3; i++)
            yield return (attention.Inputs[i], builder.Add(new AttentionGradientPartNode(builder.Region, gradients, i)));
    }
}
