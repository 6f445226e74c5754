using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Generation;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator;

/// <summary>The graphs of a model's programs, by entry point, and the definition's fingerprint.</summary>
internal sealed record ModelGraphs(IReadOnlyList<(string Name, ModelGraph Graph)> Programs, string Fingerprint)
{
    /// <summary>The same programs with taps and patches; none where the definition has none.</summary>
    public IReadOnlyList<(string Name, ModelGraph Graph)> Looks { get; init; } = [];

    /// <summary>The programs that run it a few positions at a time; null where the definition is not causal.</summary>
    public IncrementalGraphs? Incremental { get; init; }

    /// <summary>Why it is not causal, where the user wants to know, and what taps and patches disagree about.</summary>
    public EquatableArray<DiagnosticInfo> Diagnostics { get; init; }
}

/// <summary>The plans of a model's programs, and what they share.</summary>
/// <param name="Programs">One plan for each entry point, and one for the gradient.</param>
/// <param name="Layout">The parameters' arena.</param>
/// <param name="Fingerprint">Tells the definition from others with the same parameters.</param>
internal sealed record ModelPlans(IReadOnlyList<Plan> Programs, ParameterLayout Layout, string Fingerprint)
{
    /// <summary>The plans of the programs with taps and patches.</summary>
    public IReadOnlyList<Plan> Looks { get; init; } = [];

    /// <summary>The plans of the programs that run it a few positions at a time, if there are any.</summary>
    public IncrementalPlans? Incremental { get; init; }

    /// <summary>All of them.</summary>
    public IEnumerable<Plan> All => Incremental is { } steps
        ? [.. Programs, steps.Step, .. steps.Once is { } once ? new[] { once } : []]
        : Programs;
}

/// <summary>The plans of the programs that run a model a few positions at a time.</summary>
/// <param name="Step">Reads new positions and writes the last one's logits.</param>
/// <param name="Once">Computes what all positions share; null where there is no such thing.</param>
/// <param name="Caches">What lasts from call to call.</param>
/// <param name="Time">The symbols of the step.</param>
internal sealed record IncrementalPlans(Plan Step, Plan? Once, CacheLayout Caches, TimeSymbols Time);
