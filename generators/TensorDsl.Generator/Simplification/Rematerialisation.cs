using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// What a backward loop needs of its forward loop is saved for every iteration. An element-wise value that no kernel of
/// the forward loop leaves in memory is not worth that: it is computed again where it is needed.
/// </summary>
internal sealed class Rematerialisation
{
    private readonly Uses _uses;
    private readonly Dictionary<(Node, Region), Node> _again = [];

    private Rematerialisation(ModelGraph graph) => _uses = new Uses(graph.Roots);

    public static void Run(ModelGraph graph)
    {
        var pass = new Rematerialisation(graph);
        foreach (var node in pass._uses.Everything(graph.Main).Where(node => node is not CollectedNode).ToList())
        {
            for (int i = 0; i < node.Inputs.Length; i++)
                node.Inputs[i] = pass.Operand(node.Inputs[i], node);
        }
    }

    private Node Operand(Node operand, Node user)
    {
        if (operand.Region.Encloses(user.Region) || operand is not MapNode && !operand.IsAlias() && !operand.IsImmediate())
            return operand;
        return IsInMemory(operand) || EndsProduct(operand) || _uses.IsCompared(operand) ? operand : Again(operand, user);
    }

    private Node Again(Node node, Node user)
    {
        if (_again.TryGetValue((node, user.Region), out var known))
            return known;
        var inputs = node.Inputs.Select(input => Operand(input, user)).ToArray();
        return _again[(node, user.Region)] = Rewriter.Insert(node.In(user.Region, inputs), user);
    }

    // Whether a forward kernel that reads the value from memory makes it be there anyway.
    private bool IsInMemory(Node node) => _uses.UsersOf(node).Any(user => user is LoopNode or CollectedNode || (node.Region.Encloses(user.Region)
        && (user.IsView() ? IsInMemory(user) : !user.IsFusible())));

    // Whether a product's epilogue writes the value, since its rows are reduced: a residual stream before a norm. Then this
    // is what is saved, and the product itself is in no memory at all.
    private bool EndsProduct(Node node) => IsBehindProduct(node)
        && _uses.UsersOf(node).Any(user => user.IsRowReduction() && node.Region.Encloses(user.Region));

    private static bool IsBehindProduct(Node node) => node is MapNode && node.Inputs.Any(input => input.Region == node.Region
        && input.Shape.Squeeze().SequenceEqual(node.Shape.Squeeze()) && (input is ContractNode || IsBehindProduct(input)));
}
