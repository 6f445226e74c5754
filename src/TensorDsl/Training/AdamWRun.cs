namespace TensorDsl.Training;

/// <summary>Neighbours in the arena that <see cref="AdamW"/> treats alike; padding goes with what precedes it.</summary>
/// <param name="End">The position after the last value.</param>
/// <param name="LearningRate">A factor on the step's learning rate.</param>
/// <param name="WeightDecay">Share taken off per step, times the learning rate.</param>
/// <param name="Frozen">Whether nothing changes.</param>
internal readonly record struct AdamWRun(long End, float LearningRate, float WeightDecay, bool Frozen)
{
    /// <summary>The arena in as few runs as its settings allow.</summary>
    /// <exception cref="ArgumentException">A group's pattern matches no parameter.</exception>
    public static AdamWRun[] Of(ParameterSet parameters, AdamWOptions options)
    {
        if (options.Groups.FirstOrDefault(group => !parameters.Layout.Any(info => NamePattern.Matches(group.Pattern, info.Name))) is { } idle)
            throw new ArgumentException($"No parameter's name matches '{idle.Pattern}'; the first is '{parameters.Layout.FirstOrDefault()?.Name}'.", nameof(options));

        var runs = new List<AdamWRun>();
        foreach (var info in parameters.Layout.OrderBy(info => info.Offset))
        {
            var run = Of(info, options) with { End = parameters.Length };
            if (runs.Count > 0 && runs[^1] == run)
                continue;
            if (runs.Count > 0)
                runs[^1] = runs[^1] with { End = info.Offset };
            runs.Add(run);
        }

        return [.. runs];
    }

    private static AdamWRun Of(ParameterInfo info, AdamWOptions options)
    {
        var group = options.Groups.FirstOrDefault(group => NamePattern.Matches(group.Pattern, info.Name)) ?? new ParameterGroup(NamePattern.All);
        return group.Frozen
            ? new AdamWRun(0, 0, 0, Frozen: true)
            : new AdamWRun(0, group.LearningRate, group.WeightDecay ?? (info.Decays ? options.WeightDecay : 0), Frozen: false);
    }
}
