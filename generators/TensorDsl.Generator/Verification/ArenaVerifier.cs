using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;
using Buffer = TensorDsl.Generator.Scheduling.Buffer;

namespace TensorDsl.Generator.Verification;

/// <summary>
/// Checks the activation arena: every buffer lies inside its section and is large enough for what it holds, and two
/// buffers that hold something at the same time do not overlap.
/// </summary>
internal sealed class ArenaVerifier
{
    private readonly Plan _plan;
    private readonly Dictionary<Buffer, (int First, int Last)> _live = [];
    private readonly Dictionary<Region, (int First, int Last)> _runs = [];

    private ArenaVerifier(Plan plan) => _plan = plan;

    /// <exception cref="VerificationException">A buffer is too small, lies outside or overlaps another.</exception>
    public static void Check(Plan plan)
    {
        var verifier = new ArenaVerifier(plan);
        verifier.Bounds();
        verifier.Phases(plan.Steps);
        verifier.Lives(plan.Steps);
        verifier.Overlaps();
    }

    /// <summary>The first and last phase in which each buffer holds something.</summary>
    public static IReadOnlyDictionary<Buffer, (int First, int Last)> Lives(Plan plan)
    {
        var verifier = new ArenaVerifier(plan);
        verifier.Phases(plan.Steps);
        verifier.Lives(plan.Steps);
        return verifier._live;
    }

    private void Bounds()
    {
        foreach (var (node, place) in _plan.Storage.Select(pair => (pair.Key, pair.Value as Storage.InArena)))
        {
            if (place is not { Buffer: var buffer })
                continue;
            if (buffer.Size != node.Shape.Count && (buffer.Size * buffer.Slots != node.Shape.Count || node is not CollectedNode))
                throw new VerificationException($"{node} has a place for {buffer.Size} elements.");
            if (buffer.Section is not { } section || !_plan.Sections.Contains(section) || section.Symbols != buffer.Symbols)
                throw new VerificationException($"{node} is in no section.");
            if (buffer.Units <= 0 || buffer.Offset < 0 || buffer.Offset + buffer.Units > section.Units)
                throw new VerificationException($"{node} lies at {buffer.Offset} … {buffer.Offset + buffer.Units} of a section of {section.Units}.");
            Dim slots = node is CollectedNode collected ? collected.Loop.Count
                : place.Loop is not { } loop ? 1
                : buffer.KeepsAll ? loop.Count
                : 2;
            if (buffer.Slots != slots)
                throw new VerificationException($"{node} needs {slots} slots and has {buffer.Slots}.");
        }
    }

    private void Phases(IEnumerable<Step> steps)
    {
        foreach (var step in steps.OfType<LoopStep>())
        {
            _runs[step.Loop.Body] = _plan.Phases.Of(step);
            Phases(step.Body);
        }
    }

    private void Lives(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            foreach (var read in Memory.Behind(step))
                Touch(read, step);
            foreach (var stored in step.Stored)
                Touch(stored, step);
            if (step is not LoopStep loop)
                continue;
            foreach (var carry in loop.Loop.Carries)
            {
                Touch(carry.Init, step);
                Touch(carry.Next, step);
            }

            Lives(loop.Body);
        }
    }

    // What a loop's body touches of outside of it is held for as long as the loop runs.
    private void Touch(Node node, Step step)
    {
        if (!_plan.Storage.TryGetValue(node, out var storage) || storage is not Storage.InArena { Buffer: var buffer })
            return;
        var (first, last) = _plan.Phases.Of(step);
        for (Region? at = step.Region; at != buffer.Home; at = at.Parent)
        {
            if (at is null || !_runs.TryGetValue(at, out var run))
                break;
            (first, last) = (Math.Min(first, run.First), Math.Max(last, run.Last));
        }

        _live[buffer] = _live.TryGetValue(buffer, out var known) ? (Math.Min(known.First, first), Math.Max(known.Last, last)) : (first, last);
    }

    private void Overlaps()
    {
        var buffers = _live.OrderBy(pair => pair.Value.First).ToList();
        for (int i = 0; i < buffers.Count; i++)
        {
            var (buffer, life) = (buffers[i].Key, buffers[i].Value);
            for (int j = i + 1; j < buffers.Count && buffers[j].Value.First <= life.Last; j++)
            {
                var other = buffers[j].Key;
                if (!buffer.LiesBelow(other) && !other.LiesBelow(buffer))
                    throw new VerificationException($"Two buffers of the sections '{buffer.Symbols}' and '{other.Symbols}' overlap at {buffer.Offset} and {other.Offset} in the phases {buffers[j].Value.First} … {Math.Min(life.Last, buffers[j].Value.Last)}.");
            }
        }
    }
}
