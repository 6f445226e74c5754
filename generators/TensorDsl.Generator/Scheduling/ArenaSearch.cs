namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Looks for a layout of the arena that is close to what is alive at once, at any sizes: first with a section for each
/// product of symbols, and where that is too long with a section for each buffer.
/// </summary>
internal sealed class ArenaSearch
{
    // A layout that is this close is not improved.
    private const double Enough = 1.05;

    // From here on each buffer is a section of its own.
    private const double TooMuch = 1.12;

    private readonly IReadOnlyList<IReadOnlyList<Buffer>> _groups;
    private readonly IReadOnlyList<long[]> _sizes;

    // All buffers, group by group.
    private readonly List<Buffer> _buffers;

    // At each of the sizes: the buffers' lengths in floats, and how much is alive.
    private readonly List<long[]> _lengths;
    private readonly List<Crowding> _crowding;
    private readonly List<long> _bounds;

    /// <param name="groups">The buffers of each product of symbols.</param>
    /// <param name="sizes">Floats of each group's unit, at some sizes.</param>
    public ArenaSearch(IReadOnlyList<IReadOnlyList<Buffer>> groups, IReadOnlyList<long[]> sizes)
    {
        (_groups, _sizes) = (groups, sizes);
        _buffers = [.. groups.SelectMany(group => group)];
        _lengths = [.. sizes.Select(size => groups.SelectMany((group, i) => group.Select(buffer => buffer.Units * size[i])).ToArray())];
        _crowding = [.. _lengths.Select(lengths => new Crowding(_buffers, lengths))];
        _bounds = [.. _crowding.Select(crowding => crowding.Most)];
    }

    /// <summary>The layout found.</summary>
    public SectionLayout Run()
    {
        (SectionLayout? best, double worst) = (null, double.MaxValue);
        foreach (var order in new[] { Largest(), Crowded(), Lasting() })
        {
            var layout = Grouped(order);
            layout.Improve(_sizes, _bounds, Enough);
            if (layout.Worst(_sizes, _bounds) is var found && found < worst)
                (best, worst) = (layout, found);
            if (worst <= Enough)
                return best!;
        }

        if (worst <= TooMuch)
            return best!;
        var (stack, single) = Stacked();
        return single >= worst ? best! : new SectionLayout(
            [.. _buffers.Select(buffer => new[] { buffer })], [.. _buffers.Select(_ => new long[1])], stack);
    }

    private SectionLayout Grouped(IReadOnlyList<int> order)
    {
        var offsets = new List<long[]>();
        int start = 0;
        foreach (var group in _groups)
        {
            var own = order.Where(i => i >= start && i < start + group.Count).Select(i => i - start);
            offsets.Add(Placement.Of(group, [.. group.Select(buffer => buffer.Units)], own));
            start += group.Count;
        }

        return new SectionLayout(_groups, offsets);
    }

    // What lies low at some of the sizes lies low at all.
    private (int[] Order, double Worst) Stacked()
    {
        int[][] meets = [.. _buffers.Select(buffer => Enumerable.Range(0, _buffers.Count).Where(i => Placement.Meet(buffer, _buffers[i])).ToArray())];
        (int[] best, double worst) = ([], double.MaxValue);
        for (int s = 0; s < _sizes.Count; s++)
        {
            foreach (var order in new[] { By(i => _lengths[s][i]), By(i => _crowding[s].Around(_buffers[i])), Crowded(), Lasting() })
            {
                long[] places = Placement.Of(_buffers, _lengths[s], order);
                int[] stack = [.. Enumerable.Range(0, _buffers.Count).OrderBy(i => places[i])];
                double now = Enumerable.Range(0, _sizes.Count).Max(size => (double)Height(stack, meets, _lengths[size]) / _bounds[size]);
                if (now < worst)
                    (best, worst) = (stack, now);
                if (worst <= Enough)
                    return (best, worst);
            }
        }

        return (best, worst);
    }

    private static long Height(int[] stack, int[][] meets, long[] lengths)
    {
        long[] ends = new long[stack.Length];
        foreach (int i in stack)
        {
            long start = 0;
            foreach (int other in meets[i])
                start = Math.Max(start, ends[other]);
            ends[i] = start + lengths[i];
        }

        return ends.Max();
    }

    private List<int> Largest() => By(i => _buffers[i].Units);

    // What is alive when most is.
    private List<int> Crowded() => By(i => _crowding.Sum(crowding => (double)crowding.Around(_buffers[i]) / crowding.Most));

    private List<int> Lasting() => By(i => _buffers[i].Live.Last - _buffers[i].Live.First);

    private List<int> By(Func<int, double> priority) => [.. Enumerable.Range(0, _buffers.Count)
        .OrderByDescending(priority).ThenByDescending(i => _buffers[i].Units).ThenBy(i => _buffers[i].Live.First)];
}
