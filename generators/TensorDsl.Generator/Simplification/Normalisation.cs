using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// Brings a graph to the form that the scheduler knows: no stop-gradients, reductions of one axis group each, and
/// copies made explicit wherever a value needs memory of its own.
/// </summary>
internal sealed class Normalisation
{
    private readonly ModelGraph _graph;
    private readonly Rewriter _rewriter;

    private Normalisation(ModelGraph graph)
    {
        _graph = graph;
        _rewriter = new Rewriter(graph);
    }

    public static void Run(ModelGraph graph)
    {
        var pass = new Normalisation(graph);
        pass.Region(graph.Main);
        foreach (string name in graph.Outputs.Keys.ToList())
            graph.Outputs[name] = pass.Own(graph.Outputs[name], alone: true);
        foreach (var slot in graph.Gradients.Keys.ToList())
            graph.Gradients[slot] = pass.Own(graph.Gradients[slot], alone: true);
    }

    private void Region(Region region)
    {
        foreach (var node in region.Nodes.ToList())
        {
            switch (node)
            {
                case StopGradientNode:
                    _rewriter.Replace(node, node.Inputs[0]);
                    break;
                case ReduceNode reduce:
                    Split(reduce);
                    break;
                case ReshapeNode or TransposeNode or SliceNode when View.TryOf(node) is null:
                    node.Inputs[0] = Rewriter.Copy(region, node.Inputs[0], node);
                    break;
                case ScatterAddNode or PadNode or GatherNode or AttentionNode or AttentionGradientNode:
                    Feed(node);
                    break;
                case LoopNode loop:
                    Region(loop.Body);
                    foreach (var carry in loop.Carries)
                    {
                        carry.Init = Rewriter.Copy(region, carry.Init, loop);
                        carry.Next = Own(carry.Next, alone: loop.Carries.Count(c => c.Next == carry.Next) > 1);
                    }

                    break;
            }
        }
    }

    // A reduction over the row and over what lies around it is two.
    private void Split(ReduceNode reduce)
    {
        var x = reduce.Inputs[0];
        int last = Enumerable.Range(0, x.Shape.Rank).Last(i => !x.Shape[i].Size.IsOne);
        var groups = Groups(reduce.Axes, last);
        if (groups.Count == 1)
            return;
        Node value = x;
        foreach (int[] group in groups)
            value = Rewriter.Insert(new ReduceNode(reduce.Region, reduce.Reduction, group, value), reduce);
        _rewriter.Replace(reduce, value);
    }

    // The row's axis first, then each run of neighbours, from the last.
    private static List<int[]> Groups(int[] axes, int last)
    {
        var groups = new List<List<int>>();
        foreach (int axis in axes.OrderByDescending(axis => axis))
        {
            var open = groups.LastOrDefault();
            if (open is not null && open[0] != last && open[open.Count - 1] == axis + 1)
                open.Add(axis);
            else
                groups.Add([axis]);
        }

        return [.. groups.Select(group => group.OrderBy(axis => axis).ToArray())];
    }

    // What a kernel of its own kind reads must lie in memory, row by row.
    private void Feed(Node node)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            var input = node.Inputs[i];
            bool start = node is ScatterAddNode && i == 0;
            bool rows = node is ScatterAddNode or PadNode or GatherNode && View.TryOf(input) is { } view
                && !view.Strides.SequenceEqual(Strides.RowMajor(input.Shape));
            if (input is not TokensNode && (start || rows || input.IsImmediate()))
                node.Inputs[i] = Rewriter.Copy(node.Region, input, node);
        }
    }

    // A result needs memory that is written for it: not a parameter's, nor a part or another order of some other's.
    private Node Own(Node node, bool alone) =>
        node.IsComputed() && !alone ? node : Rewriter.Copy(node.Region, node, null);
}
