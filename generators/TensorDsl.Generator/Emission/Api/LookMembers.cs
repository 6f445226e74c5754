using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>How the class with a model's taps and patches is called, and what it has.</summary>
internal sealed class LookMembers(ModelClass model, ModelInputs inputs)
{
    private readonly IReadOnlyList<Plan> _plans = inputs.Plans.Looks;

    public string Model => model.Name;

    /// <summary>The class's name: <c>Look</c>, unless the user calls something else so.</summary>
    public string Class => model.Name == "Look" || model.Nested.Contains("Look") || inputs.Plans.Programs.Any(plan => plan.Name == "Look") ? "Looking" : "Look";

    /// <summary>What it is called as an argument, where inputs and sizes have their names already.</summary>
    public string Variable => inputs.Inputs.Select(input => Text.Pointer(input.Name)).Concat(inputs.Symbols.Select(Text.Variable))
        .Concat(_plans.SelectMany(plan => plan.Graph.Outputs.Keys).Select(Text.Pointer)).Contains("look") ? "activations" : "look";

    public IReadOnlyList<LookPoint> Taps => [.. Distinct(_plans.SelectMany(plan => plan.Graph.Taps))];

    public IReadOnlyList<LookPoint> Patches => [.. Distinct(_plans.SelectMany(plan => plan.Graph.Patches))];

    /// <summary>The sizes that its memory depends on.</summary>
    public IReadOnlyList<string> Symbols => [.. inputs.Symbols.Where(symbol =>
        Taps.Concat(Patches).Any(point => ((Offset)point.Shape.Count).Symbols.Contains(symbol)))];

    /// <summary>The sizes that follow from those, of its memory.</summary>
    public IReadOnlyList<string> Derived => DerivedSizes.Of(Taps.Concat(Patches).SelectMany(point => point.Shape.Axes).Select(axis => axis.Size));

    /// <summary>The method that runs a program.</summary>
    public string Run(Plan plan) => "Run" + plan.Name;

    private static IEnumerable<LookPoint> Distinct(IEnumerable<LookPoint> points) =>
        points.GroupBy(point => point.Property).Select(group => group.First());
}
