using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Lays the buffers out in the arena so that those alive at the same time do not overlap. Buffers whose sizes have the same
/// symbols share a section, whose places are numbers, and where a section starts follows from what lies below it. So every
/// address is known when the program is compiled, as sums and maxima of numbers times sizes.
/// </summary>
internal static class ArenaPlanner
{
    /// <summary>Sets every buffer's place and returns the sections, the lowest first.</summary>
    public static IReadOnlyList<Section> Run(
        IReadOnlyList<Step> steps, IReadOnlyDictionary<Node, Storage> storage, Phases phases, IReadOnlyDictionary<string, int> bounds)
    {
        var groups = Live(Scheduler.Flatten(steps), storage, phases)
            .GroupBy(buffer => buffer.Symbols).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToList()).ToList();
        return groups.Count == 0 ? [] : new ArenaSearch(groups, SampleSizes.Units([.. groups.Select(group => group[0].Symbols)], bounds)).Run().Apply();
    }

    private static List<Buffer> Live(IEnumerable<Step> steps, IReadOnlyDictionary<Node, Storage> storage, Phases phases)
    {
        var all = steps.ToList();
        var loops = all.OfType<LoopStep>().ToDictionary(step => step.Loop);
        var buffers = new List<Buffer>();
        foreach (var step in all)
        {
            var touched = Memory.Behind(step).Concat(step.Stored);
            if (step is LoopStep loop)
                touched = touched.Concat(loop.Loop.Carries.SelectMany(carry => new[] { carry.Init, carry.Next }));
            foreach (var arena in touched.Where(storage.ContainsKey).Select(node => storage[node]).OfType<Storage.InArena>())
            {
                var (first, last) = phases.Of(Outermost(step, arena.Buffer.Home, loops));
                arena.Buffer.Live = (Math.Min(arena.Buffer.Live.First, first), Math.Max(arena.Buffer.Live.Last, last));
                if (!buffers.Contains(arena.Buffer))
                    buffers.Add(arena.Buffer);
            }
        }

        return buffers;
    }

    // A step inside a loop touches what is of outside the loop for as long as the loop runs.
    private static Step Outermost(Step step, Region home, Dictionary<LoopNode, LoopStep> loops)
    {
        var at = step;
        while (at.Region != home && at.Region.Loop is { } loop)
            at = loops[loop];
        return at;
    }
}
