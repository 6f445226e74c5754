using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Elaboration;

/// <summary>Taps and patches as what a program gives and takes.</summary>
internal static class Looking
{
    /// <summary>Makes what taps see outputs, the values of all iterations behind each other, and patches inputs.</summary>
    public static void AddTo(ModelGraph graph)
    {
        var builder = new GraphBuilder(graph);
        foreach (var tap in graph.Taps)
        {
            graph.Outputs[tap.Seen] = tap.Loops.Reverse().Aggregate(tap.Value, (value, loop) => builder.In(
                loop.Region, () => builder.Add(new CollectedNode(loop, new Axis(null, loop.Count), value))));
        }

        graph.Inputs.AddRange(graph.Patches.SelectMany(patch => patch.Inputs));
    }

    /// <summary>A tap or patch whose shape is another one than that of the same name in another program.</summary>
    public static DiagnosticInfo? Mistake(IEnumerable<ModelGraph> graphs)
    {
        var all = graphs.ToList();
        return Mistake("tap", all.SelectMany(graph => graph.Taps)) ?? Mistake("patch", all.SelectMany(graph => graph.Patches));
    }

    private static DiagnosticInfo? Mistake(string kind, IEnumerable<LookPoint> points)
    {
        var known = new Dictionary<string, LookPoint>();
        foreach (var point in points)
        {
            if (!known.TryGetValue(point.Property, out var first))
                known.Add(point.Property, first = point);
            if (first.Loops.Count != point.Loops.Count || !first.Shape.Axes.Select(axis => axis.Size).SequenceEqual(point.Shape.Axes.Select(axis => axis.Size)))
                return DiagnosticInfo.At(point.Location, "TDSL050", $"The {kind} '{point.Name}' is {first.Shape} in one entry point and {point.Shape} in another");
        }

        return null;
    }
}
