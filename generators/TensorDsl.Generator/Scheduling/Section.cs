using System.Numerics;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// A part of the arena for buffers whose lengths are multiples of the same symbols, so that their places in it are numbers
/// of units. It starts above what other sections hold at the same time as it does, and shares memory with what they hold
/// at other times.
/// </summary>
internal sealed class Section
{
    // How many units of each section lie below this one for sure, directly or because what is below lies above them.
    private readonly Dictionary<Section, long> _cleared = [];

    /// <param name="symbols">See <see cref="Symbols"/>.</param>
    /// <param name="number">See <see cref="Number"/>.</param>
    /// <param name="units">See <see cref="Units"/>.</param>
    /// <param name="below">What it must lie above: sections, the lowest first, and how many units of each.</param>
    public Section(string symbols, int number, long units, IReadOnlyList<(Section Section, long Units)> below)
    {
        (Symbols, Number, Units) = (symbols, number, units);
        var direct = new List<(Section, long)>();
        foreach (var part in below.Reverse())
        {
            if (LiesAbove(part.Section, part.Units))
                continue;
            direct.Add(part);
            Clear(part.Section, part.Units);
            foreach (var cleared in part.Section._cleared)
                Clear(cleared.Key, cleared.Value);
        }

        Below = direct;
    }

    /// <summary>The symbols; a unit is as many floats as their product.</summary>
    public string Symbols { get; }

    /// <summary>Tells it from other sections of the same symbols.</summary>
    public int Number { get; }

    /// <summary>Units from its start to its end.</summary>
    public long Units { get; }

    /// <summary>The sections that it lies above, and how many units of each.</summary>
    public IReadOnlyList<(Section Section, long Units)> Below { get; }

    /// <summary>Whether all of it lies above the first units of another, whatever the sizes.</summary>
    public bool LiesAbove(Section other, long units) => _cleared.TryGetValue(other, out long known) && units <= known;

    /// <summary>The floats of an arena of sections, the lowest first, given the floats of each unit.</summary>
    public static BigInteger Length(IReadOnlyList<Section> sections, Func<string, BigInteger> unit)
    {
        var units = sections.Select(section => section.Symbols).Distinct().ToDictionary(symbols => symbols, unit);
        var starts = new Dictionary<Section, BigInteger>();
        BigInteger length = 0;
        foreach (var section in sections)
        {
            var start = section.Below.Select(part => starts[part.Section] + (part.Units * units[part.Section.Symbols])).DefaultIfEmpty().Max();
            starts[section] = Rounded(start);
            length = BigInteger.Max(length, starts[section] + (section.Units * units[section.Symbols]));
        }

        return Rounded(length);
    }

    /// <summary>So many floats that what follows them begins on a cache line.</summary>
    public static BigInteger Rounded(BigInteger floats) => (floats + 15) / 16 * 16;

    private void Clear(Section section, long units) => _cleared[section] = Math.Max(units, _cleared.TryGetValue(section, out long known) ? known : 0);
}
