using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator;

/// <summary>The graphs of a model's programs, by entry point.</summary>
internal sealed record ModelGraphs(IReadOnlyList<(string Name, ModelGraph Graph)> Programs);

/// <summary>The plans of a model's programs, and what they share.</summary>
/// <param name="Programs">One plan for each entry point, and one for the gradient.</param>
/// <param name="Layout">The parameters' arena.</param>
internal sealed record ModelPlans(IReadOnlyList<Plan> Programs, ParameterLayout Layout);
