using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Verification;

/// <summary>
/// Checks that a barrier stands between a step that writes memory and one that reads or writes the same: followed as
/// the program is written, with the barriers that it has, at the addresses that it uses.
/// </summary>
internal sealed class BarrierVerifier(Plan plan)
{
    private readonly List<(Storage Place, Node Node)> _read = [];
    private readonly List<(Storage Place, Node Node)> _written = [];

    /// <exception cref="VerificationException">A barrier is missing.</exception>
    public static void Check(Plan plan) => new BarrierVerifier(plan).Run(plan.Steps);

    private void Run(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            if (plan.Phases.NeedsBarrier(step))
                Meet();
            if (step is LoopStep loop)
            {
                // Each iteration ends with a barrier, and so begins with one, but for the first.
                if (_read.Count + _written.Count > 0)
                    throw new VerificationException($"There is no barrier before {loop.Loop}.");
                Run(loop.Body);
                Meet();
                continue;
            }

            var reads = step.Reads.Select(read => View.Of(read).Base).Where(plan.Storage.ContainsKey).ToList();
            foreach (var read in reads)
                Apart(read, _written);
            foreach (var write in step.Stored)
            {
                Apart(write, _written);
                Apart(write, _read);
            }

            _read.AddRange(reads.Select(node => (plan.Storage[node], node)));
            _written.AddRange(step.Stored.Select(node => (plan.Storage[node], node)));
        }
    }

    private void Meet()
    {
        _read.Clear();
        _written.Clear();
    }

    private void Apart(Node node, List<(Storage Place, Node Node)> others)
    {
        var place = plan.Storage[node];
        foreach (var (other, by) in others.Where(other => Meets(place, other.Place)))
            throw new VerificationException($"There is no barrier between {by} and {node}, which are both at {place}.");
    }

    private static bool Meets(Storage left, Storage right)
    {
        if (left is not Storage.InArena a || right is not Storage.InArena b || a.Buffer == b.Buffer)
            return left.Equals(right);
        return !a.Buffer.LiesBelow(b.Buffer) && !b.Buffer.LiesBelow(a.Buffer);
    }
}
