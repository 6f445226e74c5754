using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Numbers the stretches between barriers. Steps of one phase touch nothing that another of them writes, so workers run
/// through them without meeting.
/// </summary>
internal sealed class Phases
{
    private readonly IReadOnlyDictionary<Node, Storage> _storage;
    private readonly Dictionary<Step, (int First, int Last)> _range = [];
    private readonly HashSet<Step> _afterBarrier = [];
    private readonly HashSet<object> _read = [];
    private readonly HashSet<object> _written = [];
    private int _phase;

    public Phases(IReadOnlyList<Step> steps, IReadOnlyDictionary<Node, Storage> storage)
    {
        _storage = storage;
        Number(steps);
    }

    /// <summary>Whether all workers meet before the step.</summary>
    public bool NeedsBarrier(Step step) => _afterBarrier.Contains(step);

    /// <summary>The phases that the step runs in.</summary>
    public (int First, int Last) Of(Step step) => _range[step];

    private void Number(IReadOnlyList<Step> steps)
    {
        bool fresh = true;
        foreach (var step in steps)
        {
            if (step is LoopStep loop)
            {
                // Every iteration ends with a barrier; one more stands before the first.
                Next();
                int first = _phase;
                if (!fresh)
                    _afterBarrier.Add(step);
                Number(loop.Body);
                _range[step] = (first, _phase);
                Next();
                fresh = true;
                continue;
            }

            var reads = step.Reads.Select(read => View.Of(read).Base).Where(_storage.ContainsKey).Select(Key).ToList();
            var writes = step.Stored.Select(Key).ToList();
            if (reads.Any(_written.Contains) || writes.Any(key => _written.Contains(key) || _read.Contains(key)))
            {
                Next();
                _afterBarrier.Add(step);
            }

            _read.UnionWith(reads);
            _written.UnionWith(writes);
            _range[step] = (_phase, _phase);
            fresh = false;
        }
    }

    private object Key(Node node) => _storage[node];

    private void Next()
    {
        _phase++;
        _read.Clear();
        _written.Clear();
    }
}
