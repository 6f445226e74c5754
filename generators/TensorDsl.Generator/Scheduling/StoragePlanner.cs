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
            foreach (var read in Memory.Behind(step))
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
            var results = loop.Results.OfType<LoopResultNode>().Where(result => result.Carry == carry).ToList();
            if (IsReadOutside(carry.Phi, loop.Body) || IsReadOutside(carry.Next, loop.Body))
                Keep(loop, carry.Next, results);
            else
                TakeTurns(carry, results);
            if (_storage[carry.Next] is Storage.InArena { Buffer.KeepsAll: true })
                _storage[carry.Phi] = new Storage.Carried(carry);
        }

        foreach (var collected in loop.Results.OfType<CollectedNode>().Where(node => !_storage.ContainsKey(node) && IsRead(node)))
            Keep(loop, collected.Value, []);
    }

    // Two slots: one holds what an iteration starts from, the other what it ends with.
    private void TakeTurns(Carry carry, IReadOnlyList<LoopResultNode> results)
    {
        var loop = carry.Loop;
        var around = Kept(loop.Region, [carry.Phi, carry.Next, carry.Init, .. results]);
        var buffer = new Buffer(carry.Phi.Shape.Count.Plain, around?.Home ?? loop.Region, 2, around?.Count ?? 1);
        _storage[carry.Init] = new Storage.InArena(buffer, Slot.First, loop, around);
        _storage[carry.Phi] = new Storage.InArena(buffer, Slot.Current, loop, around);
        _storage[carry.Next] = new Storage.InArena(buffer, Slot.Next, loop, around);
        foreach (var result in results)
            _storage[result] = new Storage.InArena(buffer, Slot.Last, loop, around);
    }

    // A slot for each iteration; all of them together are what is collected of the value.
    private void Keep(LoopNode loop, Node value, IReadOnlyList<LoopResultNode> results)
    {
        var collected = loop.Results.OfType<CollectedNode>().Where(node => node.Value == value && IsRead(node)).ToList();
        var around = Kept(loop.Region, [value, .. results, .. collected]);
        var buffer = new Buffer(
            value.Shape.Count.Plain, around?.Home ?? loop.Region, loop.Count, around?.Count ?? 1, keepsAll: true, isDense: collected.Count > 0);
        _storage[value] = new Storage.InArena(buffer, Slot.Current, loop, around);
        foreach (var result in results)
            _storage[result] = new Storage.InArena(buffer, Slot.Last, loop, around);
        foreach (var whole in collected)
            _storage[whole] = new Storage.InArena(buffer, Slot.Single, null, around);
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
                TableNode table => new Storage.InTable(table),
                InputNode input => new Storage.AtCaller(input.Name),
                ValuesNode values => new Storage.AtCaller(((TokensNode)values.Inputs[0]).Name),
                ElementNode element => new Storage.Element(
                    View.Of(element.Inputs[0]), element.Region.Loop!, element.Shape.Count.Plain),
                _ => OfValue(node),
            };
        }
    }

    // A value of a loop's body that is read elsewhere is kept for every iteration.
    private Storage OfValue(Node node)
    {
        if (Kept(node.Region, [node]) is not { } nest)
            return new Storage.InArena(new Buffer(node.Shape.Count.Plain, node.Region, 1, 1), Slot.Single, null);
        var buffer = new Buffer(node.Shape.Count.Plain, nest.Home, nest.Loop.Count, nest.Around?.Count ?? 1, keepsAll: true);
        return new Storage.InArena(buffer, Slot.Current, nest.Loop, nest.Around);
    }

    // The loops around a region, the innermost first, that some reader of the values is outside of.
    private LoopNest? Kept(Region region, IReadOnlyList<Node> values)
    {
        if (region.Loop is not { } loop || !values.Any(value => IsReadOutside(value, region)))
            return null;
        return new LoopNest(loop, Kept(loop.Region, values));
    }

    private bool IsReadOutside(Node node, Region body) => Readers(node).Any(region => !body.Encloses(region));

    private bool IsRead(Node node) => Readers(node).Count > 0;

    // The regions whose steps read the node's memory.
    private HashSet<Region> Readers(Node node) => _readers.TryGetValue(node, out var regions) ? regions : [];

    // A scatter adds in place.
    private void Scatters()
    {
        foreach (var scatter in _storage.Keys.OfType<ScatterAddNode>().ToList())
            _storage[scatter.Inputs[0]] = _storage[scatter];
    }
}
