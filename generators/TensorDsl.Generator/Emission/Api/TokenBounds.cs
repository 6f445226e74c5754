using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>How many tokens an input may hold: the rows of the tables that it looks up, the tokens of one-hot rows.</summary>
internal static class TokenBounds
{
    public static int Of(ModelGraph graph, InputNode input) => Bounds(graph.Main, input).DefaultIfEmpty(int.MaxValue).Min();

    private static IEnumerable<int> Bounds(Region region, InputNode input)
    {
        foreach (var node in region.Nodes)
        {
            if (node is GatherNode gather && Source(gather.Inputs[1]) == input && gather.Inputs[0].Shape[0].Size.IsConstant)
                yield return gather.Inputs[0].Shape[0].Size.Value;
            if (node is MapNode { Function: Function.Equal } compare && Source(compare.Inputs[0]) == input
                && Source(compare.Inputs[1]) is IndexNode { IsVocabulary: true } index && index.Shape[0].Size.IsConstant)
            {
                yield return index.Shape[0].Size.Value;
            }

            if (node is not LoopNode loop)
                continue;
            foreach (int inner in Bounds(loop.Body, input))
                yield return inner;
        }
    }

    // Where tokens come from that were moved about; what is put between them is the second operand of a choice, or else 0.
    private static Node Source(Node node) => node switch
    {
        ReshapeNode or ValuesNode or SliceNode or JoinNode or MapNode { Function: Function.Copy } => Source(node.Inputs[0]),
        MapNode { Function: Function.Where } => Source(node.Inputs[1]),
        _ => node,
    };
}
