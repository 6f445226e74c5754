namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>Makes a failing definition shorter for as long as it still fails.</summary>
internal static class Minimiser
{
    public static RandomDefinition Run(RandomDefinition failing, Func<RandomDefinition, bool> fails)
    {
        while (Shorter(failing).FirstOrDefault(fails) is { } shorter)
            failing = shorter;
        return failing;
    }

    // Without what nobody reads; else with one statement less, the last first, its readers given an earlier value.
    private static IEnumerable<RandomDefinition> Shorter(RandomDefinition definition)
    {
        var read = definition.Lines.SelectMany(line => line.Reads).Append(definition.Result).ToHashSet();
        if (definition.Lines.Any(line => !read.Contains(line.Name)))
            yield return definition with { Lines = [.. definition.Lines.Where(line => read.Contains(line.Name))] };

        var scope = new List<(string Name, string Kind)> { (RandomDefinition.Start, Vocabulary.Stream) };
        foreach (var (lines, result) in Shorter(definition.Lines, definition.Result, scope))
            yield return new RandomDefinition(lines, result);
    }

    private static IEnumerable<(IReadOnlyList<Line> Lines, string Result)> Shorter(
        IReadOnlyList<Line> lines, string result, IReadOnlyList<(string Name, string Kind)> outside)
    {
        for (int i = lines.Count - 1; i >= 0; i--)
        {
            var line = lines[i];
            List<(string Name, string Kind)> scope = [.. outside, .. lines.Take(i).Select(l => (l.Name, l.Kind))];
            if (scope.FindLast(value => value.Kind == line.Kind).Name is { } earlier)
            {
                string Rename(string name) => name == line.Name ? earlier : name;
                yield return ([.. lines.Where(l => l != line).Select(l => l.Renamed(Rename))], Rename(result));
            }

            if (line.Body is not { } body)
                continue;
            scope.AddRange(body.Carried);
            foreach (var (inner, last) in Shorter(body.Lines, body.Result, scope))
                yield return ([.. lines.Select(l => l == line ? l with { Body = body with { Lines = inner, Result = last } } : l)], result);
        }
    }
}
