using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Generation;

/// <summary>What each value of a definition depends on.</summary>
internal sealed class Dependence
{
    private readonly HashSet<Node> _timed = [];
    private readonly HashSet<Node> _ofTokens = [];
    private readonly HashSet<Node> _ofOthers = [];

    public Dependence(ModelGraph graph, IEnumerable<Node> roots, TimeSymbols time)
    {
        var all = new Uses(roots).Everything(graph.Main).ToList();
        for (int before = -1; before != Count;)
        {
            before = Count;
            foreach (var node in all)
            {
                var operands = Operands(node);
                bool ownTime = node.Shape.Axes.Any(axis => time.IsIn(axis.Size)) || (node is SizeNode size && time.IsIn(size.Size))
                    || (node is PhiNode { Region.Loop: { } around } && time.IsIn(around.Count))
                    || (node is LoopResultNode { Carry.Loop: { } loop } && time.IsIn(loop.Count));
                bool isInput = graph.Inputs.Contains(node);
                Mark(_timed, node, ownTime, operands);
                Mark(_ofTokens, node, isInput && ownTime, operands);
                Mark(_ofOthers, node, isInput && !ownTime, operands);
            }
        }
    }

    private int Count => _timed.Count + _ofTokens.Count + _ofOthers.Count;

    /// <summary>Whether the value is not the same for all positions and lengths.</summary>
    public bool IsTimed(Node node) => _timed.Contains(node);

    /// <summary>Whether the value depends on what the positions hold.</summary>
    public bool IsOfTokens(Node node) => _ofTokens.Contains(node);

    /// <summary>Whether the value depends on inputs that are the same for all positions, and so can be computed once.</summary>
    public bool IsOfOthersAlone(Node node) => _ofOthers.Contains(node) && !_timed.Contains(node);

    private static IEnumerable<Node> Operands(Node node) => node switch
    {
        LoopResultNode result => [result.Carry.Init, result.Carry.Next],
        PhiNode phi when phi.Region.Loop!.Carries.Find(carry => carry.Phi == phi) is { } carry => [carry.Init, carry.Next],
        LoopNode => [],
        _ => node.Inputs,
    };

    private static void Mark(HashSet<Node> marked, Node node, bool own, IEnumerable<Node> operands)
    {
        if (own || operands.Any(marked.Contains))
            marked.Add(node);
    }
}
