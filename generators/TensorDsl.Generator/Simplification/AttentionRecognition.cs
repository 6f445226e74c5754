using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// Finds contract → scale → mask → softmax → contract and makes it one streaming operation, whose scores never reach
/// memory. It runs before differentiation, so that the backward pass streams as well; a pattern it does not know, or whose
/// weights a tap is to see, stays as it is written and runs as ordinary kernels.
/// </summary>
internal static class AttentionRecognition
{
    public static void Run(ModelGraph graph)
    {
        var rewriter = new Rewriter(graph);
        var tapped = new HashSet<Node>(graph.Taps.Select(tap => tap.Value));
        Run(graph.Main, rewriter, tapped);
    }

    private static void Run(Region region, Rewriter rewriter, HashSet<Node> tapped)
    {
        foreach (var node in region.Nodes.ToList())
        {
            if (node is LoopNode loop)
                Run(loop.Body, rewriter, tapped);
            else if (node is ContractNode contract && !contract.Inputs.Any(tapped.Contains) && TryMatch(contract) is { } replacement)
                rewriter.Replace(contract, replacement);
        }
    }

    // Weights · value, with the weights on either side.
    private static Node? TryMatch(ContractNode outer) =>
        TryMatch(outer, outer.Inputs[0], outer.Inputs[1], outer.Spec.A, outer.Spec.B)
        ?? TryMatch(outer, outer.Inputs[1], outer.Inputs[0], outer.Spec.B, outer.Spec.A);

    private static Node? TryMatch(ContractNode outer, Node weights, Node value, int[] weightLetters, int[] valueLetters)
    {
        if (weights.Shape.Rank != 4 || value.Shape.Rank != 4 || outer.Shape.Rank != 4)
            return null;
        if (TryScores(weights) is not var (scores, scale, mask, past) || scores.Shape.Rank != 4)
            return null;

        // Letters of the scores' axes: the weights have the same axes in the same order.
        int[] inner = scores.Spec.Output;
        int keys = Array.FindIndex(weightLetters, letter => !outer.Spec.Output.Contains(letter));
        if (keys != 3)
            return null;
        bool queryFirst = !scores.Spec.B.Contains(inner[2]) && !scores.Spec.A.Contains(inner[3]);
        bool keyFirst = !scores.Spec.A.Contains(inner[2]) && !scores.Spec.B.Contains(inner[3]);
        if (!queryFirst && !keyFirst)
            return null;
        var (query, queryLetters) = queryFirst ? (scores.Inputs[0], scores.Spec.A) : (scores.Inputs[1], scores.Spec.B);
        var (key, keyLetters) = queryFirst ? (scores.Inputs[1], scores.Spec.B) : (scores.Inputs[0], scores.Spec.A);
        if (query.Shape.Rank != 4 || key.Shape.Rank != 4)
            return null;
        int[] summed = [.. queryLetters.Where(letter => !inner.Contains(letter))];
        int[] width = [.. valueLetters.Where(letter => !weightLetters.Contains(letter))];
        if (summed.Length != 1 || width.Length != 1)
            return null;

        var q = Order(query, queryLetters, [inner[0], inner[2], inner[1], summed[0]]);
        var k = Order(key, keyLetters, [inner[0], inner[3], inner[1], summed[0]]);
        int[] wanted = [weightLetters[0], weightLetters[2], weightLetters[1], width[0]];
        var v = Order(value, valueLetters, [weightLetters[0], weightLetters[3], weightLetters[1], width[0]]);
        if (q is null || k is null || v is null || outer.Spec.Output.Any(letter => !wanted.Contains(letter)))
            return null;

        var region = outer.Region;
        Node attention = Rewriter.Insert(new AttentionNode(region, Place(q, outer), Place(k, outer), Place(v, outer), scale, mask, past), outer);
        int[] order = [.. outer.Spec.Output.Select(letter => Array.IndexOf(wanted, letter))];
        attention = Place(new TransposeNode(region, order, attention), outer);
        return Rewriter.Insert(new ReshapeNode(region, outer.Shape, attention), outer);
    }

    private static Node? Order(Node x, int[] letters, int[] wanted)
    {
        int[] order = [.. wanted.Select(letter => Array.IndexOf(letters, letter))];
        return order.Contains(-1) ? null : new TransposeNode(x.Region, order, x);
    }

    private static Node Place(Node node, Node before)
    {
        var transpose = (TransposeNode)node;
        if (transpose.Order.SequenceEqual([0, 1, 2, 3]))
            return transpose.Inputs[0];
        return Rewriter.Insert(new TransposeNode(before.Region, transpose.Order, transpose.Inputs[0]), before);
    }

    // exp(x − max x) / Σ exp(x − max x) over the last axis, x being the scaled and masked scores.
    private static (ContractNode Scores, double Scale, AttentionMask Mask, Dim Past)? TryScores(Node weights)
    {
        if (weights is not MapNode { Function: Function.Divide } quotient
            || quotient.Inputs[0] is not MapNode { Function: Function.Exp } exponential
            || Kept(quotient.Inputs[1]) is not ReduceNode { Reduction: Reduction.Sum, Axes: [3] } sum
            || sum.Inputs[0] != exponential
            || exponential.Inputs[0] is not MapNode { Function: Function.Subtract } shifted
            || Kept(Passed(shifted.Inputs[1])) is not ReduceNode { Reduction: Reduction.Maximum, Axes: [3] } maximum
            || maximum.Inputs[0] != shifted.Inputs[0])
        {
            return null;
        }

        var x = shifted.Inputs[0];
        var mask = AttentionMask.None;
        Dim past = 0;
        if (x is MapNode { Function: Function.Where } where)
        {
            if (!IsCausal(where.Inputs[0], out past) || where.Inputs[2] is not ConstantNode { Value: <= -1e30 })
                return null;
            mask = AttentionMask.Causal;
            x = where.Inputs[1];
        }

        double scale = 1;
        if (x is MapNode { Function: Function.Multiply } scaled && scaled.Inputs[1] is ConstantNode factor)
        {
            scale = factor.Value;
            x = scaled.Inputs[0];
        }

        return x is ContractNode scores ? (scores, scale, mask, past) : null;
    }

    // key index ≤ query index, to which the number of keys before the first query may be added.
    private static bool IsCausal(Node allowed, out Dim past)
    {
        past = 0;
        if (allowed is not MapNode { Function: Function.LessEqual } compare)
            return false;
        var query = Skip(compare.Inputs[1]);
        if (query is MapNode { Function: Function.Add } shifted && shifted.Inputs[1] is SizeNode before)
        {
            past = before.Size;
            query = shifted.Inputs[0];
        }

        return Skip(compare.Inputs[0]) is IndexNode key && query is IndexNode
            && compare.Inputs[0].Shape.Squeeze() is [_] && compare.Inputs[1].Shape.Squeeze() is [_]
            && Last(compare.Inputs[0].Shape) == 0 && Last(compare.Inputs[1].Shape) == 1
            && key.Shape.Rank == 1 && query.Shape.Rank == 1;
    }

    // How many axes from the end the one real axis is.
    private static int Last(Shape shape) => shape.Rank - 1 - Enumerable.Range(0, shape.Rank).Last(i => !shape[i].Size.IsOne);

    private static Node Skip(Node node) => node is StopGradientNode or ReshapeNode ? Skip(node.Inputs[0]) : node;

    // The maximum cancels, so its gradient is zero whether it is stopped or not. That of nothing else is.
    private static Node Passed(Node node) => node is StopGradientNode ? node.Inputs[0] : node;

    // What a reshape that at most renames axes is of.
    private static Node Kept(Node node) =>
        node is ReshapeNode && node.Shape.Axes.Select(axis => axis.Size).SequenceEqual(node.Inputs[0].Shape.Axes.Select(axis => axis.Size))
            ? Kept(node.Inputs[0])
            : node;
}
