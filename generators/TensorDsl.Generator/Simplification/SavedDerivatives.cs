using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// An activation's derivative depends on the forward pass alone, and shares its dear functions with the activation. So the
/// forward loop computes it, and saves it in place of the activation's argument: the backward loop only multiplies. Done where
/// no more is saved than before.
/// </summary>
internal sealed class SavedDerivatives
{
    private readonly ModelGraph _graph;
    private readonly Region _forward;
    private readonly Region _backward;
    private readonly Rewriter _rewriter;
    private readonly LinearForms _forms;

    private SavedDerivatives(ModelGraph graph, LoopNode loop)
    {
        (_graph, _forward, _backward) = (graph, loop.Forward!.Body, loop.Body);
        _rewriter = new Rewriter(graph);
        _forms = new LinearForms(_forward, _backward);
    }

    public static void Run(ModelGraph graph)
    {
        var loops = new Uses(graph.Roots).Everything(graph.Main).OfType<LoopNode>();
        foreach (var loop in loops.Where(loop => loop.Forward is { IsScan: false, IsRecomputed: false }).ToList())
            new SavedDerivatives(graph, loop).Run();
    }

    private void Run()
    {
        var uses = new Uses(_graph.Roots);
        var saved = new SavedValues(uses);
        var groups = new List<(List<Node> Ends, HashSet<Node> Bases)>();
        foreach (var end in uses.Of(_backward).Where(node => IsEnd(node, uses)).ToList())
        {
            var seen = new HashSet<Node>();
            if (!IsDear(_forms.Of(end).Factor!, saved, seen))
                continue;
            var needed = seen.Where(node => node.Region == _forward && saved.IsSaved(node) && node.Shape.Count == end.Shape.Count).ToList();
            var sharing = groups.Where(group => group.Bases.Overlaps(needed)).ToList();
            groups.RemoveAll(sharing.Contains);
            groups.Add(([.. sharing.SelectMany(group => group.Ends), end], [.. sharing.SelectMany(group => group.Bases), .. needed]));
        }

        foreach (var (ends, _) in groups)
            Try(ends);
    }

    // Whether the form is as long as it can be for some user.
    private bool IsEnd(Node node, Uses uses) => _forms.Of(node) is { Factor: not null } form
        && uses.UsersOf(node).Any(user => _forms.Of(user).Gradient != form.Gradient);

    // Whether the backward loop evaluates a dear function for the factor; also finds all that it is made of.
    private bool IsDear(Node factor, SavedValues saved, HashSet<Node> seen)
    {
        if ((factor.Region != _forward && factor.Region != _backward) || factor.IsImmediate() || !seen.Add(factor)
            || (factor.Region == _forward && saved.IsSaved(factor)))
        {
            return false;
        }

        bool dear = !factor.IsCheap();
        foreach (var input in factor.Inputs)
            dear |= IsDear(input, saved, seen);
        return dear;
    }

    private void Try(List<Node> ends)
    {
        int before = Saved(ends[0].Shape.Count);
        int forwardNodes = _forward.Nodes.Count;
        var moved = new Dictionary<Node, Node>();
        var products = new List<(Node Old, Node New)>();
        foreach (var end in ends)
        {
            var form = _forms.Of(end);
            var product = new MapNode(_backward, Function.Multiply, end.Shape, form.Gradient, Factor(form.Factor!, moved)) { Location = end.Location };
            products.Add((end, Rewriter.Insert(product, end)));
            _rewriter.Replace(end, product);
        }

        if (Saved(ends[0].Shape.Count) <= before)
            return;
        foreach (var (old, product) in products)
        {
            _rewriter.Replace(product, old);
            _backward.Nodes.Remove(product);
        }

        _forward.Nodes.RemoveRange(forwardNodes, _forward.Nodes.Count - forwardNodes);
    }

    private int Saved(Dim count)
    {
        var uses = new Uses(_graph.Roots);
        var saved = new SavedValues(uses);
        return uses.Everything(_backward).SelectMany(node => node.Inputs).Where(input => input.Region == _forward)
            .SelectMany(saved.Of).Distinct().Count(node => node.Shape.Count == count);
    }

    // What the forward loop has anyway, but not in memory, is copied there.
    private Node Factor(Node factor, Dictionary<Node, Node> moved) =>
        factor is MapNode && factor.Region == _forward ? Rewriter.Copy(_forward, factor, null) : Move(factor, moved);

    private Node Move(Node node, Dictionary<Node, Node> moved)
    {
        if (node.Region == _forward)
            return node;
        if (!moved.TryGetValue(node, out var there))
            moved[node] = there = Rewriter.Insert(node.In(_forward, [.. node.Inputs.Select(input => Move(input, moved))]), null);
        return there;
    }
}
