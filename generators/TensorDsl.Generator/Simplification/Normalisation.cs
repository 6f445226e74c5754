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
    private readonly HashSet<Node> _owned = [];
    private Uses _uses;

    private Normalisation(ModelGraph graph)
    {
        _graph = graph;
        _rewriter = new Rewriter(graph);
        _uses = new Uses(graph.Roots);
    }

    public static void Run(ModelGraph graph)
    {
        var pass = new Normalisation(graph);
        pass.Region(graph.Main);
        pass._uses = new Uses(graph.Roots);
        foreach (string name in graph.Outputs.Keys.ToList())
            graph.Outputs[name] = pass.Own(graph.Outputs[name]);
        foreach (var slot in graph.Gradients.Keys.ToList())
            graph.Gradients[slot] = pass.OwnMemory(graph.Gradients[slot]);
        pass.Loops(graph.Main);
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
                case ReshapeNode or TransposeNode or SliceNode or WindowsNode when View.TryOf(node) is null:
                    node.Inputs[0] = Rewriter.Copy(region, node.Inputs[0], node);
                    break;
                case ScatterAddNode or JoinNode or OverlapNode or GatherNode or AppendNode or StoreNode or AttentionNode or AttentionGradientNode:
                    Feed(node);
                    break;
                case ElementNode element:
                    Feed(element, element.Region.Loop);
                    break;
                case ContractNode contract:
                    Feed(contract);
                    if (Product.TryOf(contract) is null)
                        _rewriter.Replace(contract, CanonicalContraction.Of(contract));
                    break;
                case LoopNode loop:
                    Region(loop.Body);
                    break;
            }
        }
    }

    // A carry's memory is written by what it starts from and by what it ends with.
    private void Loops(Region region)
    {
        foreach (var loop in region.Nodes.OfType<LoopNode>().ToList())
        {
            Loops(loop.Body);
            var collected = loop.Results.OfType<CollectedNode>().Where(_uses.Needs).ToList();
            foreach (var carry in loop.Carries)
            {
                bool alone = carry.Init.Region == region && _uses.UsersOf(carry.Init).Count == 1 && _owned.Add(carry.Init);
                if (!alone || !carry.Init.IsComputed())
                    carry.Init = Rewriter.Copy(region, carry.Init, loop);
                var next = OwnMemory(carry.Next, loop.Body);
                collected.RemoveAll(node => node.Value == carry.Next && Collect(node, next));
                carry.Next = next;
            }

            foreach (var same in collected.GroupBy(node => node.Value).ToList())
            {
                var value = OwnMemory(same.Key, loop.Body);
                foreach (var node in same)
                    Collect(node, value);
            }
        }
    }

    private static bool Collect(CollectedNode node, Node value)
    {
        node.Inputs[1] = value;
        return true;
    }

    // The row's axis is reduced first, by itself; then neighbours together, unless one of them is the row's axis by then.
    private void Split(ReduceNode reduce)
    {
        var left = reduce.Axes.OrderByDescending(axis => axis).ToList();
        Node value = reduce.Inputs[0];
        while (left.Count > 0)
        {
            int last = Enumerable.Range(0, value.Shape.Rank).Last(i => !value.Shape[i].Size.IsOne);
            int count = 1;
            while (left[0] != last && count < left.Count && left[count] == left[count - 1] - 1)
                count++;
            if (count == reduce.Axes.Length)
                return;
            int[] group = [.. left.Take(count).Reverse()];
            left.RemoveRange(0, count);
            value = Rewriter.Insert(new ReduceNode(reduce.Region, reduce.Reduction, group, value), reduce);
        }

        _rewriter.Replace(reduce, value);
    }

    // What a kernel of its own kind reads must lie in memory, in the order that the kernel knows; what a loop takes
    // elements of is brought there before the loop.
    private static void Feed(Node node, LoopNode? loop = null)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            var input = node.Inputs[i];
            if (input is not TokensNode && View.Of(input) is var view
                && (view.Base.IsImmediate() || view.Base is ValuesNode || !Fits(node, i, view)))
            {
                Node user = loop ?? node;
                node.Inputs[i] = Rewriter.Copy(user.Region, input, user);
            }
        }
    }

    private static bool Fits(Node node, int operand, View view) => node switch
    {
        // A scatter adds in place, so what it starts from must be its own.
        ScatterAddNode when operand == 0 => false,
        JoinNode join => RunsView.TryOf(view, join.Axis) is not null,
        ScatterAddNode or OverlapNode or GatherNode or AppendNode or StoreNode or ElementNode => view.Strides.SequenceEqual(Strides.RowMajor(view.Shape)),
        AttentionNode or AttentionGradientNode => node.Inputs[operand] is AttentionStatisticsNode || view.Strides[3] == 1,
        _ => true,
    };

    // The same, where only the elements matter: those of a reshape are those of what it reshapes.
    private Node OwnMemory(Node node, Region? region = null) =>
        node is ReshapeNode && node.Inputs[0].IsComputed() && !_owned.Contains(node.Inputs[0])
            ? Own(node.Inputs[0], region)
            : Own(node, region);

    // A result needs memory that is written for it: not a parameter's, nor a part or another order of some other's.
    private Node Own(Node node, Region? region = null) =>
        node.IsComputed() && (region is null || node.Region == region) && _owned.Add(node)
            ? node
            : Rewriter.Copy(region ?? node.Region, node, null);
}
