using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Lays the buffers out in the arena so that those alive at the same time do not overlap: each, the largest first, at
/// the lowest place that is free for its whole life. Buffers whose sizes have the same symbols share a section, whose
/// places are numbers; so every address is known when the program is compiled.
/// </summary>
internal static class ArenaPlanner
{
    /// <summary>Sets every buffer's offset and returns the sections with their units, in arena order.</summary>
    public static IReadOnlyList<(string Symbols, long Units)> Run(
        IReadOnlyList<Step> steps, IReadOnlyDictionary<Node, Storage> storage, Phases phases)
    {
        var buffers = Live(Scheduler.Flatten(steps), storage, phases);
        var sections = new List<(string, long)>();
        foreach (var section in buffers.GroupBy(buffer => buffer.Symbols).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var placed = new List<Buffer>();
            foreach (var buffer in section.OrderByDescending(buffer => buffer.Units).ThenBy(buffer => buffer.Live.First))
            {
                var meets = placed.Where(other => other.Live.First <= buffer.Live.Last && buffer.Live.First <= other.Live.Last)
                    .OrderBy(other => other.Offset).ToList();
                long offset = 0;
                foreach (var other in meets)
                {
                    if (offset + buffer.Units <= other.Offset)
                        break;
                    offset = Math.Max(offset, other.Offset + other.Units);
                }

                buffer.Offset = offset;
                placed.Add(buffer);
            }

            sections.Add((section.Key, placed.Max(buffer => buffer.Offset + buffer.Units)));
        }

        return sections;
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
