using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Verification;

/// <summary>
/// Checks that a graph is well formed, as far as its outputs and gradients need it: operands stand before their users,
/// in the same region or one around; shapes follow from operands by the rules of <see cref="NodeRules"/>; loops hand on
/// what they started with; every parameter is declared, and its gradient has its shape and its loops.
/// </summary>
internal sealed class GraphVerifier
{
    private readonly ModelGraph _graph;
    private readonly GraphForm _form;
    private readonly Uses _uses;
    private readonly HashSet<Node> _seen = [];
    private readonly HashSet<int> _ids = [];

    private GraphVerifier(ModelGraph graph, GraphForm form)
    {
        _graph = graph;
        _form = form;
        _uses = new Uses(graph.Roots);
    }

    /// <exception cref="VerificationException">The graph breaks a rule.</exception>
    public static void Check(ModelGraph graph, GraphForm form)
    {
        var verifier = new GraphVerifier(graph, form);
        verifier.Walk(graph.Main);
        verifier.Roots();
    }

    private void Walk(Region region)
    {
        foreach (var node in _uses.Of(region))
        {
            if (node.Region != region)
                throw Broken(node, "stands in a region that it says it is not of");
            if (!_ids.Add(node.Id))
                throw Broken(node, "has the id of another node, or stands in its region twice");
            foreach (var operand in node.Inputs)
                Operand(node, operand);
            if (NodeRules.Mistake(node) is { } mistake)
                throw Broken(node, mistake);
            if (node is LoopNode loop)
                Loop(loop);
            else if (node is PhiNode && region.Loop?.Carries.Count(carry => carry.Phi == node) != 1)
                throw Broken(node, "is the phi of no carry, or of several");
            else if (node is ParameterNode parameter)
                Parameter(parameter);
            _seen.Add(node);
        }
    }

    private void Operand(Node user, Node operand)
    {
        if (!_seen.Contains(operand))
            throw Broken(user, $"uses {operand} before it is there");
        if (!IsVisible(operand, user is CollectedNode { Loop.Body: var body } ? body : user.Region))
            throw Broken(user, $"uses {operand}, which is of another loop's body");
    }

    // A backward loop's body sees the values of the same iteration of the loop that it runs back over.
    private static bool IsVisible(Node value, Region from)
    {
        for (Region? at = from; at is not null; at = at.Parent)
        {
            if (at == value.Region || at.Loop?.Forward?.Body == value.Region)
                return true;
        }

        return false;
    }

    private void Loop(LoopNode loop)
    {
        if (loop.Count.Factor < 1 || (loop.Forward is { } forward && forward.Count != loop.Count))
            throw Broken(loop, $"runs {loop.Count} times");
        foreach (var carry in loop.Carries)
        {
            Operand(loop, carry.Init);
            if (carry.Loop != loop || carry.Phi.Region != loop.Body)
                throw Broken(loop, "has a carry of another loop");
        }

        Walk(loop.Body);
        foreach (var carry in loop.Carries)
        {
            if (!_seen.Contains(carry.Next) || !IsVisible(carry.Next, loop.Body))
                throw Broken(loop, $"ends an iteration with {carry.Next}, which it does not see");
            if (!Agree(carry.Init.Shape, carry.Phi.Shape) || !Agree(carry.Next.Shape, carry.Phi.Shape))
                throw Broken(loop, $"carries {carry.Init.Shape} in, {carry.Phi.Shape} through and {carry.Next.Shape} on");
        }
    }

    private void Parameter(ParameterNode node)
    {
        if (!_graph.Parameters.Contains(node.Slot))
            throw Broken(node, "is a parameter that the graph does not declare");
        if (!SameLoops(node.Slot, node.Region))
            throw Broken(node, "stands in other loops than its parameter");
    }

    private void Roots()
    {
        foreach (var output in _graph.Outputs)
        {
            if (!_seen.Contains(output.Value) || output.Value.Region != _graph.Main)
                throw Broken(output.Value, $"is the output {output.Key}, but is not computed in the main region");
        }

        foreach (var (slot, gradient) in _graph.Gradients.Select(pair => (pair.Key, pair.Value)))
        {
            if (!_graph.Parameters.Contains(slot))
                throw Broken(gradient, $"is the gradient of {slot.Name}, which the graph does not declare");
            if (!_seen.Contains(gradient) || !SameLoops(slot, gradient.Region))
                throw Broken(gradient, $"is the gradient of {slot.Name}, but is not computed once for each of its tensors");
            if (!Agree(gradient.Shape, slot.Shape))
                throw Broken(gradient, $"is the gradient of {slot.Name}, which is {slot.Shape}");
        }

        if (_graph.Gradients.Count > 0 && _graph.Parameters.FirstOrDefault(slot => !_graph.Gradients.ContainsKey(slot)) is { } missing)
            throw new VerificationException($"the parameter {missing.Name} has no gradient.");
    }

    private bool Agree(Shape left, Shape right) => _form == GraphForm.Normalised
        ? left.Count.Plain == right.Count.Plain
        : NodeRules.SameSizes(left, right);

    private static bool SameLoops(ParameterSlot slot, Region region)
    {
        var at = region;
        foreach (var loop in slot.Loops.Reverse())
        {
            if (at.Loop is not { } around || around.Count != loop.Count || around.Name != loop.Name)
                return false;
            at = at.Parent!;
        }

        return at.Loop is null;
    }

    private static VerificationException Broken(Node node, string mistake) => new($"{node} {mistake}.");
}
