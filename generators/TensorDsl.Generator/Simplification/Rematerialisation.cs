using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// Makes a backward loop compute again what of its forward loop is not saved for it.
/// </summary>
internal sealed class Rematerialisation
{
    private readonly Uses _uses;
    private readonly SavedValues _saved;
    private readonly Dictionary<(Node, Region), Node> _again = [];

    private Rematerialisation(ModelGraph graph)
    {
        _uses = new Uses(graph.Roots);
        _saved = new SavedValues(_uses);
    }

    public static void Run(ModelGraph graph)
    {
        var pass = new Rematerialisation(graph);
        foreach (var node in pass._uses.Everything(graph.Main).Where(node => node is not CollectedNode).ToList())
        {
            for (int i = 0; i < node.Inputs.Length; i++)
                node.Inputs[i] = pass.Operand(node.Inputs[i], node);
        }
    }

    private Node Operand(Node operand, Node user) =>
        operand.Region.Encloses(user.Region) || _saved.IsSaved(operand) ? operand : Again(operand, user);

    private Node Again(Node node, Node user)
    {
        if (_again.TryGetValue((node, user.Region), out var known))
            return known;
        var inputs = node.Inputs.Select(input => Operand(input, user)).ToArray();
        return _again[(node, user.Region)] = Rewriter.Insert(node.In(user.Region, inputs), user);
    }
}
