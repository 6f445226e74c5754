namespace TensorDsl.Generator.Scheduling;

/// <summary>Places of buffers: one after the other, in some order, at the lowest place that is free for its whole life.</summary>
internal static class Placement
{
    /// <summary>The place of each buffer, given how long each is.</summary>
    public static long[] Of(IReadOnlyList<Buffer> buffers, IReadOnlyList<long> lengths, IEnumerable<int> order)
    {
        long[] offsets = new long[buffers.Count];
        var placed = new List<int>();
        foreach (int i in order)
        {
            long offset = 0;
            foreach (int j in placed)
            {
                if (!Meet(buffers[i], buffers[j]))
                    continue;
                if (offset + lengths[i] <= offsets[j])
                    break;
                offset = Math.Max(offset, Aligned(offsets[j] + lengths[j], lengths[i]));
            }

            offsets[i] = offset;
            int place = placed.FindIndex(j => offsets[j] > offset);
            placed.Insert(place < 0 ? placed.Count : place, i);
        }

        return offsets;
    }

    /// <summary>Whether two buffers hold something at the same time.</summary>
    public static bool Meet(Buffer left, Buffer right) => left.Live.First <= right.Live.Last && right.Live.First <= left.Live.Last;

    /// <summary>
    /// Where something of so many units may start: sixteen units are whole cache lines, whatever the sizes; what is small
    /// need not start on one, lest alignment took more than a sixteenth.
    /// </summary>
    public static long Aligned(long offset, long units)
    {
        long step = units >= 256 ? 16 : units >= 128 ? 8 : units >= 64 ? 4 : units >= 32 ? 2 : 1;
        return (offset + step - 1) / step * step;
    }
}
