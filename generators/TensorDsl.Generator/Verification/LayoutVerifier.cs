using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Verification;

/// <summary>Checks that the parameters' arena holds every tensor of every iteration, and none in another's place.</summary>
internal static class LayoutVerifier
{
    /// <exception cref="VerificationException">Two overlap, or one lies outside.</exception>
    public static void Check(ParameterLayout layout)
    {
        // The first and the last iteration of each loop stand for all: places are linear in the iterations.
        var ranges = new List<(long From, long To, string Name)>();
        foreach (var slot in layout.Slots)
        {
            var (offset, strides) = layout.Of(slot);
            var starts = new List<long> { offset };
            for (int i = 0; i < strides.Length; i++)
            {
                long last = checked(strides[i] * (slot.Loops[i].Count.Factor - 1));
                starts = [.. starts, .. starts.Where(_ => last > 0).Select(start => start + last)];
            }

            ranges.AddRange(starts.Select(start => (start, checked(start + slot.Count), slot.Name)));
        }

        long end = 0;
        foreach (var (from, to, name) in ranges.OrderBy(range => range.From))
        {
            if (from < end || from % 16 != 0 || to > layout.Length)
                throw new VerificationException($"the parameter {name} lies at {from} … {to} of {layout.Length}, where {end} are taken.");
            end = to;
        }
    }
}
