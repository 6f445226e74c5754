using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator;

/// <summary>The graphs of a model's programs, by entry point, and the definition's fingerprint.</summary>
internal sealed record ModelGraphs(IReadOnlyList<(string Name, ModelGraph Graph)> Programs, string Fingerprint);

/// <summary>The plans of a model's programs, and what they share.</summary>
/// <param name="Programs">One plan for each entry point, and one for the gradient.</param>
/// <param name="Layout">The parameters' arena.</param>
/// <param name="Fingerprint">Tells the definition from others with the same parameters.</param>
internal sealed record ModelPlans(IReadOnlyList<Plan> Programs, ParameterLayout Layout, string Fingerprint);
