using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Verification;

/// <summary>Checks that a plan's steps store what they and others read, before it is read and only once.</summary>
internal sealed class OrderVerifier(Plan plan)
{
    private readonly HashSet<Node> _stored = [];

    /// <exception cref="VerificationException">A value is read that nothing has stored, or is stored twice.</exception>
    public static void Check(Plan plan)
    {
        var verifier = new OrderVerifier(plan);
        verifier.Run(plan.Steps);
        foreach (var root in plan.Graph.Roots)
            verifier.Present(root, "the program's result");
    }

    private void Run(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            if (step is LoopStep loop)
                Loop(loop);
            else
                Kernel(step);
        }
    }

    private void Loop(LoopStep step)
    {
        foreach (var carry in step.Loop.Carries)
        {
            Present(carry.Init, $"what {step.Loop} starts from");
            _stored.Add(carry.Phi);
        }

        Run(step.Body);
        foreach (var carry in step.Loop.Carries)
            Present(carry.Next, $"what {step.Loop} goes on with");
        _stored.UnionWith(step.Loop.Results.Where(node => node is not CollectedNode { Value: var value } || _stored.Contains(value)));
    }

    private void Kernel(Step step)
    {
        var computed = new HashSet<Node>();
        foreach (var member in step.Members)
        {
            foreach (var operand in member.Inputs.Where(operand => step.Members.Contains(operand) && !computed.Contains(operand)))
                throw new VerificationException($"{member} needs {operand}, which its step computes later.");
            computed.Add(member);
        }

        foreach (var read in step.Reads)
            Present(View.Of(Whole(read)).Base, $"an operand of {step.Members[0]}");
        foreach (var node in step.Stored)
        {
            if (!computed.Contains(node))
                throw new VerificationException($"{node} is stored by a step that does not compute it.");
            if (!_stored.Add(node))
                throw new VerificationException($"{node} is stored twice.");
            if (!plan.Storage.ContainsKey(node))
                throw new VerificationException($"{node} is stored nowhere.");
        }
    }

    // An element is there where all of them are.
    private static Node Whole(Node read) => View.Of(read).Base is ElementNode element ? Whole(element.Inputs[0]) : read;

    private void Present(Node node, string what)
    {
        if (node.IsImmediate())
            return;
        if (!plan.Storage.TryGetValue(node, out var place))
            throw new VerificationException($"{node}, {what}, has no place.");
        bool given = node is ParameterNode or TableNode or InputNode or ValuesNode or StoredNode;
        if (!given && !_stored.Contains(node))
            throw new VerificationException($"{node}, {what}, is read before it is stored.");
        if (node is ParameterNode && place is not Storage.InParameters)
            throw new VerificationException($"{node}, {what}, is not read from the parameters.");
    }
}
