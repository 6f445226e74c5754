using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// Values known at compile time become tables where that spares work in each step: where making them takes an exponential,
/// a reduction or the like, or where a contraction reads them from memory, to which they would be written first.
/// Comparisons and products of indices stay: a kernel makes them on the spot.
/// </summary>
internal sealed class ConstantTables
{
    private readonly ModelGraph _graph;
    private readonly Uses _uses;
    private readonly Rewriter _rewriter;
    private readonly ConstantEvaluator _evaluator = new();
    private readonly Dictionary<Node, bool> _varies = [];
    private readonly Dictionary<Node, bool> _isWorth = [];
    private readonly HashSet<Node> _seen = [];
    private readonly List<Node> _tables = [];

    private ConstantTables(ModelGraph graph)
    {
        _graph = graph;
        _uses = new Uses(graph.Roots);
        _rewriter = new Rewriter(graph);
    }

    public static void Run(ModelGraph graph)
    {
        var pass = new ConstantTables(graph);
        foreach (var node in pass._uses.Everything(graph.Main).Where(pass._evaluator.IsConstant))
        {
            if (pass._uses.UsersOf(node).Any(user => !pass._evaluator.IsConstant(user)))
                pass.Find(node);
        }

        foreach (var node in pass._tables)
            pass.Replace(node);
    }

    private void Find(Node node)
    {
        if (node is TableNode || !Varies(node) || !_seen.Add(node))
            return;
        bool isFed = _uses.UsersOf(node).Any(user => user is ContractNode) && !IsInMemory(node);
        if (isFed || IsWorth(node))
        {
            _tables.Add(node);
            return;
        }

        foreach (var operand in node.Inputs)
            Find(operand);
    }

    private void Replace(Node node)
    {
        // Rounded as they are stored, so that the last bits of the compiler's own functions do not show in the name.
        double[] values = [.. _evaluator.Of(node).Select(value => (double)(float)value)];
        Node table = node.Shape.Rank == 0 ? new ConstantNode(_graph.Main, values[0]) : new TableNode(_graph.Main, node.Shape, values);
        table.Location = node.Location;
        _graph.Main.Nodes.Insert(0, table);
        _rewriter.Replace(node, table);
    }

    // A number that is the same everywhere is nothing to keep.
    private bool Varies(Node node)
    {
        if (!_varies.TryGetValue(node, out bool known))
            _varies[node] = known = node is IndexNode or TableNode || node.Inputs.Any(Varies);
        return known;
    }

    // Dear itself, or made of something dear and no larger: arithmetic that makes a large value of small ones is better
    // done where it is read.
    private bool IsWorth(Node node)
    {
        if (!_isWorth.TryGetValue(node, out bool known))
            _isWorth[node] = known = (IsDear(node) && Varies(node)) || node.Inputs.Any(input => IsWorth(input) && Count(input) >= Count(node));
        return known;
    }

    private static bool IsDear(Node node) => node is ReduceNode or MapNode
    {
        Function: Function.Exp or Function.Log or Function.Sin or Function.Cos or Function.Tanh or Function.Sqrt or Function.Divide
    };

    private static bool IsInMemory(Node node) => node is TableNode || (node.IsView() && IsInMemory(node.Inputs[0]));

    private static long Count(Node node) => node.Shape.Count.Factor;
}
