using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>In which pass over a row each member of a row step is computed.</summary>
internal sealed class PassPlan
{
    // A worker's scratch memory is 8 MiB: this many rows of this many floats take half of it. Beyond, values are computed again.
    private const int ScratchRows = 16;
    private const int ScratchColumns = 1 << 16;

    private readonly RowStep _step;
    private readonly Dictionary<Node, int> _level = [];
    private readonly Dictionary<Node, int> _saved = [];

    /// <summary>Plans the passes of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="hasScratch">Whether there is memory for values that no one asked to store.</param>
    public PassPlan(RowStep step, bool hasScratch = true)
    {
        _step = step;
        foreach (var node in step.Members)
        {
            // A reduction is known one pass after its operand is.
            int inputs = node.Inputs.Where(_level.ContainsKey).Select(input => _level[input]).DefaultIfEmpty(0).Max();
            _level[node] = node is ReduceNode ? inputs + 1 : inputs;
        }

        var elements = step.Members.Where(node => !IsPerRow(node)).ToList();
        Count = step.Members.Select(node => IsPerRow(node) ? _level[node] : _level[node] + 1).DefaultIfEmpty(0).Max();
        foreach (var node in elements.Where(step.Stored.Contains))
            _saved[node] = _level[node];
        bool fits = hasScratch && step.Column.IsConstant && step.Column.Factor <= ScratchColumns;
        int scratch = 0;
        foreach (var node in elements.Where(node => !node.IsCheap() && !_saved.ContainsKey(node)))
        {
            var passes = PassesOf(node);
            if (passes.Count > 1 && fits && scratch++ < ScratchRows)
                _saved[node] = passes.Min();
        }
    }

    /// <summary>The number of passes.</summary>
    public int Count { get; }

    /// <summary>The members with one value per row, in order.</summary>
    public IEnumerable<Node> PerRow => _step.Members.Where(IsPerRow);

    /// <summary>The values that a pass leaves in memory: results, and what is too dear to compute in each pass that needs it.</summary>
    public IReadOnlyDictionary<Node, int> Saved => _saved;

    /// <summary>After how many passes a value per row is known.</summary>
    public int After(Node node) => _level[node];

    /// <summary>The reductions of a pass, with their names.</summary>
    public IEnumerable<(ReduceNode Reduce, string Name)> Reductions(int pass) => _step.Members.OfType<ReduceNode>()
        .Where(reduce => _level[reduce] == pass + 1)
        .Select(reduce => (reduce, FormattableString.Invariant($"sum{_step.Members.IndexOf(reduce)}")));

    /// <summary>The values that a pass leaves in memory.</summary>
    public IEnumerable<Node> SavedIn(int pass) => _step.Members.Where(node => _saved.TryGetValue(node, out int at) && at == pass);

    private bool IsPerRow(Node node) => node is ReduceNode || _step.IsPerRow(node);

    // The passes in which some result needs the value: through maps that are computed where they are needed.
    private HashSet<int> PassesOf(Node node)
    {
        var passes = new HashSet<int>();
        foreach (var user in _step.Members.Where(member => member.Inputs.Contains(node)))
        {
            if (user is ReduceNode)
                passes.Add(_level[user] - 1);
            else if (_step.Stored.Contains(user))
                passes.Add(_level[user]);
            else
                passes.UnionWith(PassesOf(user));
        }

        if (_step.Stored.Contains(node))
            passes.Add(_level[node]);
        return passes;
    }
}
