using System.Globalization;

namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>Draws the statements of one definition.</summary>
internal sealed class Drawing(Random random)
{
    private int _names;

    public RandomDefinition Definition()
    {
        var known = new List<(string Name, string Kind)> { (RandomDefinition.Start, Vocabulary.Stream) };
        var lines = Lines(known, random.Next(6, 16), depth: 0);

        // A sum of streams, so that little of what was drawn is left unused.
        string result = RandomDefinition.Start;
        foreach (var (name, _) in known.Where(value => value.Kind == Vocabulary.Stream).Skip(1).Reverse().Take(4))
        {
            string sum = Name();
            lines.Add(new Line(sum, Vocabulary.Stream, "{0} + 0.7 * Tanh({1})", [result, name]));
            result = sum;
        }

        return new RandomDefinition(lines, result);
    }

    private List<Line> Lines(List<(string Name, string Kind)> known, int count, int depth)
    {
        var lines = new List<Line>();
        while (lines.Count < count)
        {
            var line = depth < 2 && random.Next(8) == 0 ? Loop(known, depth)
                : depth < 2 && random.Next(20) == 0 && known.Any(value => value.Kind == Vocabulary.Element) ? Scan(known, depth)
                : Apply(known);
            lines.Add(line);
            known.Add((line.Name, line.Kind));
        }

        return lines;
    }

    private Line Apply(List<(string Name, string Kind)> known)
    {
        while (true)
        {
            var rules = random.Next(2) == 0 ? Vocabulary.General : Vocabulary.Special;
            var rule = rules[random.Next(rules.Length)];
            if (!rule.Operands.All(kind => known.Any(value => value.Kind == kind)))
                continue;
            string name = Name();
            string template = rule.Template.Replace("@", "p" + name, StringComparison.Ordinal);
            return new Line(name, rule.Kind, template, [.. rule.Operands.Select(kind => Pick(known, kind))]);
        }
    }

    private Line Loop(List<(string Name, string Kind)> known, int depth)
    {
        string[] kinds = [.. Vocabulary.Carried.Where(kind => known.Any(value => value.Kind == kind))];
        string kind = kinds[random.Next(kinds.Length)];
        string start = Pick(known, kind), carried = Name();
        var body = Body(known, depth, (carried, kind));
        string count = random.Next(1, 4).ToString(CultureInfo.InvariantCulture);
        return new Line(Name(), kind, $"Repeat({count}, {{0}}, ", [start], body);
    }

    private Line Scan(List<(string Name, string Kind)> known, int depth)
    {
        string sequence = Pick(known, Vocabulary.Stream), start = Pick(known, Vocabulary.Element);
        var body = Body(known, depth, (Name(), Vocabulary.Element), (Name(), Vocabulary.Element));
        string reverse = random.Next(2) == 0 ? "" : "reverse: true, step: ";
        return new Line(Name(), Vocabulary.Stream, $"Scan({{0}}, \"T\", {{1}}, {reverse}", [sequence, start], body);
    }

    // Hands on something of the kind of the last value that it gets.
    private Block Body(List<(string Name, string Kind)> known, int depth, params (string Name, string Kind)[] carried)
    {
        var (state, kind) = carried[^1];
        List<(string Name, string Kind)> inside = [.. known, .. carried];
        var lines = Lines(inside, random.Next(1, 5), depth + 1);
        string last = Name();
        lines.Add(new Line(last, kind, "Tanh({0}) + 0.5 * {1}", [Pick(inside, kind), state]));
        return new Block(carried, lines, last, Recompute: random.Next(4) == 0);
    }

    // The newest more often: long chains find more than wide ones.
    private string Pick(List<(string Name, string Kind)> known, string kind)
    {
        var fitting = known.Where(value => value.Kind == kind).ToList();
        int newest = random.Next(2) == 0 ? Math.Min(3, fitting.Count) : fitting.Count;
        return fitting[^(1 + random.Next(newest))].Name;
    }

    private string Name() => $"x{++_names}";
}
