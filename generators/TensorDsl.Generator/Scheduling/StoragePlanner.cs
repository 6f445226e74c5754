using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>Gives every stored value a place: results where they are wanted, all else in the activation arena.</summary>
internal sealed class StoragePlanner
{
    private readonly Dictionary<Node, Storage> _storage = [];
    private readonly Dictionary<Node, HashSet<Region>> _readers = [];
    private readonly List<Node> _values = [];
    private readonly IReadOnlyList<Step> _steps;

    private StoragePlanner(IReadOnlyList<Step> steps)
    {
        _steps = [.. Scheduler.Flatten(steps)];
        foreach (var step in _steps)
        {
            foreach (var read in step.Reads.Select(read => View.Of(read).Base))
            {
                if (!_readers.TryGetValue(read, out var readers))
                    _readers[read] = readers = [];
                readers.Add(step.Region);
                _values.Add(read);
            }

            _values.AddRange(step.Stored);
        }
    }

    /// <summary>The place of every node that some step reads or writes.</summary>
    public static Dictionary<Node, Storage> Run(ModelGraph graph, IReadOnlyList<Step> steps)
    {
        var planner = new StoragePlanner(steps);
        foreach (var output in graph.Outputs)
            planner._storage[output.Value] = new Storage.AtCaller(output.Key);
        foreach (var gradient in graph.Gradients)
            planner._storage[gradient.Value] = new Storage.InGradients(gradient.Key);
        foreach (var loop in planner._steps.OfType<LoopStep>())
            planner.Carries(loop.Loop);
        planner.Values();
        planner.Scatters();
        return planner._storage;
    }

    private void Carries(LoopNode loop)
    {
        foreach (var carry in loop.Carries)
        {
            var results = loop.Region.Nodes.OfType<LoopResultNode>().Where(result => result.Carry == carry).ToList();
            bool saved = IsReadOutside(carry.Phi, loop.Body) || IsReadOutside(carry.Next, loop.Body);
            var around = Kept(loop.Region, [carry.Phi, carry.Next, carry.Init, .. results]);
            var buffer = new Buffer(carry.Phi.Shape.Count.Plain, around?.Home ?? loop.Region, saved ? loop.Count + 1 : 2, saved, around?.Count ?? 1);
            _storage[carry.Init] = new Storage.InArena(buffer, Slot.First, loop, around);
            _storage[carry.Phi] = new Storage.InArena(buffer, Slot.Current, loop, around);
            _storage[carry.Next] = new Storage.InArena(buffer, Slot.Next, loop, around);
            foreach (var result in results)
                _storage[result] = new Storage.InArena(buffer, Slot.Last, loop, around);
        }
    }

    private void Values()
    {
        foreach (var node in _values)
        {
            if (_storage.ContainsKey(node) || node.IsImmediate())
                continue;
            _storage[node] = node switch
            {
                AppendNode append => new Storage.InCache(append.Slot),
                StoreNode store => new Storage.InCache(store.Slot),
                StoredNode stored => new Storage.InCache(stored.Slot),
                ParameterNode parameter => new Storage.InParameters(parameter.Slot),
                InputNode input => new Storage.AtCaller(input.Name),
                ValuesNode values => new Storage.AtCaller(((TokensNode)values.Inputs[0]).Name),
                _ => OfValue(node),
            };
        }
    }

    // A value of a loop's body that is read elsewhere is kept for every iteration.
    private Storage OfValue(Node node)
    {
        if (Kept(node.Region, [node]) is not { } nest)
            return new Storage.InArena(new Buffer(node.Shape.Count.Plain, node.Region, 1), Slot.Single, null);
        var buffer = new Buffer(node.Shape.Count.Plain, nest.Home, nest.Loop.Count, keepsAll: true, nest.Around?.Count ?? 1);
        return new Storage.InArena(buffer, Slot.Current, nest.Loop, nest.Around);
    }

    // The loops around a region, the innermost first, that some reader of the values is outside of.
    private LoopNest? Kept(Region region, IReadOnlyList<Node> values)
    {
        if (region.Loop is not { } loop || !values.Any(value => IsReadOutside(value, region)))
            return null;
        return new LoopNest(loop, Kept(loop.Region, values));
    }

    private bool IsReadOutside(Node node, Region body) =>
        _readers.TryGetValue(node, out var readers) && readers.Any(reader => !body.Encloses(reader));

    // A scatter adds in place.
    private void Scatters()
    {
        foreach (var scatter in _storage.Keys.OfType<ScatterAddNode>().ToList())
            _storage[scatter.Inputs[0]] = _storage[scatter];
    }
}
