namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Sections on top of each other: each starts where all that holds something at the same time and was laid before ends.
/// </summary>
internal sealed class SectionLayout
{
    private readonly IReadOnlyList<IReadOnlyList<Buffer>> _groups;
    private readonly IReadOnlyList<long[]> _offsets;

    // How many units of a section lie below what another holds at the same time, if the other is above it.
    private readonly long[,] _needed;
    private readonly long[] _units;

    public SectionLayout(IReadOnlyList<IReadOnlyList<Buffer>> groups, IReadOnlyList<long[]> offsets, IEnumerable<int>? order = null)
    {
        (_groups, _offsets) = (groups, offsets);
        _needed = new long[groups.Count, groups.Count];
        _units = [.. groups.Select((group, i) => group.Select((buffer, k) => offsets[i][k] + buffer.Units).Max())];
        for (int i = 0; i < groups.Count; i++)
        {
            for (int j = 0; j < groups.Count; j++)
            {
                if (i != j)
                    _needed[i, j] = Needed(i, groups[j]);
            }
        }

        Order = [.. order ?? Enumerable.Range(0, groups.Count)];
    }

    /// <summary>The sections, the lowest first.</summary>
    public int[] Order { get; private set; }

    /// <summary>How much longer the arena is at some of the sizes than what it must hold there.</summary>
    public double Worst(IReadOnlyList<long[]> sizes, IReadOnlyList<long> bounds) => Worst(Order, sizes, bounds);

    /// <summary>Moves sections, one after the other, to where the arena is shortest.</summary>
    public void Improve(IReadOnlyList<long[]> sizes, IReadOnlyList<long> bounds, double enough)
    {
        double worst = Worst(sizes, bounds);
        for (int section = 0; section < Order.Length && worst > enough; section++)
        {
            int[] rest = [.. Order.Where(other => other != section)];
            for (int to = 0; to < Order.Length; to++)
            {
                int[] moved = [.. rest.Take(to), section, .. rest.Skip(to)];
                double now = Worst(moved, sizes, bounds);
                if (now < worst)
                    (Order, worst) = (moved, now);
            }
        }
    }

    /// <summary>Gives each buffer its place, and returns the sections.</summary>
    public IReadOnlyList<Section> Apply()
    {
        var sections = new Section[_groups.Count];
        var numbers = new Dictionary<string, int>();
        for (int j = 0; j < Order.Length; j++)
        {
            int at = Order[j];
            string symbols = _groups[at][0].Symbols;
            numbers[symbols] = numbers.TryGetValue(symbols, out int number) ? number + 1 : 1;
            sections[at] = new Section(symbols, numbers[symbols], _units[at],
                [.. Order.Take(j).Where(below => _needed[below, at] > 0).Select(below => (sections[below], _needed[below, at]))]);
            for (int k = 0; k < _groups[at].Count; k++)
                (_groups[at][k].Section, _groups[at][k].Offset) = (sections[at], _offsets[at][k]);
        }

        return [.. Order.Select(at => sections[at])];
    }

    private double Worst(int[] order, IReadOnlyList<long[]> sizes, IReadOnlyList<long> bounds)
    {
        double worst = 1;
        long[] starts = new long[order.Length];
        for (int s = 0; s < sizes.Count; s++)
        {
            long[] size = sizes[s];
            long length = 0;
            for (int j = 0; j < order.Length; j++)
            {
                int at = order[j];
                long start = 0;
                for (int i = 0; i < j; i++)
                {
                    int below = order[i];
                    if (_needed[below, at] > 0)
                        start = Math.Max(start, starts[below] + (_needed[below, at] * size[below]));
                }

                starts[at] = start;
                length = Math.Max(length, start + (_units[at] * size[at]));
            }

            worst = Math.Max(worst, (double)length / bounds[s]);
        }

        return worst;
    }

    private long Needed(int section, IReadOnlyList<Buffer> others)
    {
        long end = 0;
        var group = _groups[section];
        for (int k = 0; k < group.Count; k++)
        {
            if (_offsets[section][k] + group[k].Units > end && others.Any(other => Placement.Meet(group[k], other)))
                end = _offsets[section][k] + group[k].Units;
        }

        return end;
    }
}
