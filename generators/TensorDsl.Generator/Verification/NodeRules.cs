using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Verification;

/// <summary>
/// What must hold between an operation, its operands and its shape, one entry for each kind of node. A new kind needs
/// one as well: a node without a rule is a mistake.
/// </summary>
internal static class NodeRules
{
    /// <summary>What is wrong with the node, or null.</summary>
    public static string? Mistake(Node node) => node switch
    {
        InputNode or StoredNode or ParameterNode or ConstantNode or SizeNode or IndexNode or KeptNode => Operands(node, 0),
        TableNode table => Operands(node, 0) ?? Unless(
            node.Shape.Count.IsConstant && node.Shape.Count.Factor == table.Values.Count, $"has {table.Values.Count} numbers"),
        PhiNode or LoopNode => Operands(node, 0),
        ValuesNode => Operands(node, 1) ?? Unless(node.Inputs[0] is TokensNode, "has no tokens") ?? Shape(node, node.Inputs[0].Shape),
        MapNode map => Operands(node, Arity(map.Function)) ?? node.Inputs.Select(x => Broadcasts(x.Shape, node.Shape)).FirstOrDefault(m => m is not null),
        ReduceNode reduce => Operands(node, 1) ?? Reduce(reduce),
        ContractNode contract => Operands(node, 2) ?? Contract(contract),
        ReshapeNode => Operands(node, 1)
            ?? Unless(node.Shape.Count.Plain == node.Inputs[0].Shape.Count.Plain, $"has another number of elements than {node.Inputs[0].Shape}"),
        TransposeNode transpose => Operands(node, 1) ?? Transpose(transpose),
        SliceNode slice => Operands(node, 1) ?? Part(slice.Axis, slice.At, slice.Shape, slice.Inputs[0].Shape),
        JoinNode join => Operands(node, join.Places.Count)
            ?? join.Inputs.Zip(join.Places, (part, place) => Part(join.Axis, place, part.Shape, join.Shape)).FirstOrDefault(m => m is not null),
        WindowsNode windows => Operands(node, 1) ?? Windows(windows.Axis, windows.Step, windows.Shape, windows.Inputs[0].Shape),
        OverlapNode overlap => Operands(node, 1) ?? Windows(overlap.Axis, overlap.Step, overlap.Inputs[0].Shape, overlap.Shape),
        AppendNode append => Operands(node, 1) ?? Part(append.Slot.Time, Placement.Leading, append.Inputs[0].Shape, append.Shape),
        StoreNode => Operands(node, 1) ?? Shape(node, node.Inputs[0].Shape),
        GatherNode gather => Operands(node, 2) ?? Unless(gather.Inputs[1] is not NumbersNode, "has no tokens")
            ?? Shape(node, Rows(gather.Inputs[0], gather.Inputs[1])),
        ScatterAddNode scatter => Operands(node, 3) ?? Unless(scatter.Inputs[1] is not NumbersNode, "has no tokens")
            ?? Shape(node, scatter.Inputs[0].Shape)
            ?? Unless(SameSizes(scatter.Inputs[2].Shape, Rows(node, scatter.Inputs[1])), $"adds rows of {scatter.Inputs[2].Shape}"),
        StopGradientNode => Operands(node, 1) ?? Shape(node, node.Inputs[0].Shape),
        AttentionNode attention => Operands(node, 3) ?? Attention(attention),
        AttentionStatisticsNode => Operands(node, 1) ?? Statistics(node, node.Inputs[0].Shape),
        AttentionGradientNode => Operands(node, 6) ?? Unless(
            SameSizes(node.Inputs[3].Shape, node.Inputs[5].Shape), $"has a gradient {node.Inputs[5].Shape} of {node.Inputs[3].Shape}"),
        AttentionGradientPartNode part => Operands(node, 1)
            ?? Unless(node.Inputs[0] is AttentionGradientNode, "is part of no attention's gradients")
            ?? Unless(part.Part is >= 0 and < 3, "is no part of an attention's gradients")
            ?? Shape(node, node.Inputs[0].Inputs[part.Part].Shape),
        LoopResultNode result => Operands(node, 1) ?? Unless(
            node.Inputs[0] is LoopNode loop && loop.Carries.Contains(result.Carry), "is the result of no carry of its loop")
            ?? Shape(node, result.Carry.Phi.Shape),
        ElementNode => Operands(node, 1) ?? Unless(node.Region.Loop is { } loop && node.Inputs[0].Shape.Rank > 0
            && node.Inputs[0].Shape[0].Size == loop.Count, $"takes of {node.Inputs[0].Shape} one for each iteration")
            ?? Shape(node, new Shape(node.Inputs[0].Shape.Axes.Skip(1))),
        CollectedNode collected => Operands(node, 2) ?? Unless(node.Inputs[0] is LoopNode, "collects of no loop")
            ?? Unless(node.Shape[0].Size == collected.Loop.Count
                && new Shape(node.Shape.Axes.Skip(1)).Count == collected.Value.Shape.Count, $"collects {collected.Value.Shape} {collected.Loop.Count} times"),
        _ => "is of a kind that the verifier has no rule for",
    };

    /// <summary>Whether two shapes have the same sizes, whatever the axes' names.</summary>
    public static bool SameSizes(Shape left, Shape right) => left.Rank == right.Rank
        && Enumerable.Range(0, left.Rank).All(i => left[i].Size == right[i].Size);

    private static string? Unless(bool right, string mistake) => right ? null : mistake;

    private static string? Operands(Node node, int count) =>
        Unless(node.Inputs.Length == count, $"has {node.Inputs.Length} operands, not {count}");

    private static string? Shape(Node node, Shape expected) =>
        Unless(SameSizes(node.Shape, expected), $"should be {expected}");

    private static int Arity(Function function) => function switch
    {
        Function.Where => 3,
        Function.Add or Function.Subtract or Function.Multiply or Function.Divide or Function.Maximum or Function.Minimum
            or Function.Less or Function.LessEqual or Function.Equal => 2,
        _ => 1,
    };

    private static string? Broadcasts(Shape operand, Shape result)
    {
        string mistake = $"does not broadcast {operand}";
        if (operand.Rank > result.Rank)
            return mistake;
        int[] map = Broadcasting.Map(operand, result);
        bool fits = Enumerable.Range(0, operand.Rank).All(axis =>
            operand[axis].Size.IsOne || (Array.IndexOf(map, axis) is var place && place >= 0 && result[place].Size == operand[axis].Size));
        return Unless(fits, mistake);
    }

    private static string? Reduce(ReduceNode node)
    {
        var x = node.Inputs[0].Shape;
        return Unless(node.Axes.Length > 0 && node.Axes.All(axis => axis >= 0 && axis < x.Rank) && node.Axes.Distinct().Count() == node.Axes.Length,
                $"reduces other axes than {x} has")
            ?? Shape(node, new Shape(x.Axes.Select((axis, i) => node.Axes.Contains(i) ? Axis.One : axis)));
    }

    private static string? Contract(ContractNode node)
    {
        var spec = node.Spec;
        int[][] all = [spec.A, spec.B, spec.Output];
        return Letters(spec, spec.A, node.Inputs[0].Shape)
            ?? Letters(spec, spec.B, node.Inputs[1].Shape)
            ?? Letters(spec, spec.Output, node.Shape)
            ?? Unless(
                all.SelectMany(letters => letters).Distinct().All(letter => all.Count(letters => letters.Contains(letter)) >= 2),
                "has a letter in one of its three tensors alone");
    }

    private static string? Letters(ContractionSpec spec, int[] letters, Shape shape) => Unless(
        letters.Length == shape.Rank && letters.Distinct().Count() == letters.Length
            && letters.Select((letter, i) => letter >= 0 && letter < spec.Letters.Length && spec.Letters[letter].Size == shape[i].Size).All(same => same),
        $"binds its letters otherwise than {shape}");

    private static string? Transpose(TransposeNode node)
    {
        var x = node.Inputs[0].Shape;
        return Unless(node.Order.OrderBy(i => i).SequenceEqual(Enumerable.Range(0, x.Rank)), $"is no order of the axes of {x}")
            ?? Shape(node, new Shape(node.Order.Select(i => x[i])));
    }

    private static string? Part(int axis, Placement place, Shape part, Shape whole)
    {
        if (place.Step == 0 || (place.IsClipped && place.Step != 1))
            return $"has a step of {place.Step}";
        if (axis < 0 || axis >= whole.Rank || !SameSizes(part.With(axis, Axis.One), whole.With(axis, Axis.One)))
            return $"differs from {whole} in more than one axis";
        var (small, large) = (part[axis].Size, whole[axis].Size);
        return Unless(SizeRule.Within(place, small, large).All(rule => MayHold(rule.Rest)), $"is no part of {whole}");
    }

    // Sizes are 1 at least, but a step may have no positions before it.
    private static bool MayHold(Offset rest) =>
        rest.MayBeNatural || rest.At(symbol => symbol.StartsWith("Past", StringComparison.Ordinal) ? 0 : 1) >= 0;

    private static string? Windows(int axis, int step, Shape windows, Shape whole)
    {
        if (axis < 0 || axis >= whole.Rank || !SameSizes(whole.Split(axis, windows[axis], windows[axis + 1]), windows))
            return $"differs from {whole} in more than one axis";
        var (count, size, all) = (windows[axis].Size, windows[axis + 1].Size, whole[axis].Size);
        return Unless(
            step > 0 && ((Offset)all - size).MayBeNatural && (((Offset)all - size).Over(step) + 1 - count).MayBeNatural,
            $"has windows outside of {whole}");
    }

    // What a table's rows are where tokens pick them.
    private static Shape Rows(Node table, Node tokens) => new(tokens.Shape.Axes.Concat(table.Shape.Axes.Skip(1)));

    private static string? Attention(AttentionNode node)
    {
        var (q, k, v) = (node.Inputs[0].Shape, node.Inputs[1].Shape, node.Inputs[2].Shape);
        bool fits = q.Rank == 4 && k.Rank == 4 && v.Rank == 4
            && q[0].Size == k[0].Size && q[2].Size == k[2].Size && q[3].Size == k[3].Size
            && k[0].Size == v[0].Size && k[1].Size == v[1].Size && k[2].Size == v[2].Size;
        return Unless(fits, $"attends with {q} to {k} and {v}") ?? Shape(node, q.With(3, v[3]));
    }

    private static string? Statistics(Node node, Shape attention) =>
        Shape(node, new Shape(attention[0], attention[2], attention[1]));
}
