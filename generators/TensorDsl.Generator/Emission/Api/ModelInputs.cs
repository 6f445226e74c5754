using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>What a model's programs take and give, and within which bounds.</summary>
internal sealed class ModelInputs
{
    public ModelInputs(ModelPlans plans)
    {
        Plans = plans;
        Inputs = [.. plans.Programs.SelectMany(plan => plan.Graph.Inputs).GroupBy(input => input.Name).Select(group => group.First())];
        Symbols = [.. plans.Programs.SelectMany(plan => plan.Graph.Inputs).SelectMany(input => input.Shape.Axes)
            .SelectMany(axis => Text.Symbols(axis.Size)).Distinct()];
        Fields = [.. Inputs.Select(Field).Concat(plans.Programs.SelectMany(plan => plan.Graph.Outputs.Keys).Select(name => ("float*", Field(name)))).Distinct()];
        foreach (var plan in plans.Programs)
        {
            foreach (var bound in plan.Graph.Bounds)
                Bounds[bound.Key] = Bounds.TryGetValue(bound.Key, out int known) ? Math.Min(known, bound.Value) : bound.Value;
            foreach (var input in plan.Graph.Inputs)
                Bound(input.Name, TokenBounds.Of(plan.Graph, input));
        }
    }

    public ModelPlans Plans { get; }

    /// <summary>Whether there are programs for a GPU as well.</summary>
    public bool HasGpu { get; init; }

    /// <summary>Whether some program drops elements at random.</summary>
    public bool HasDropout => Plans.Programs.Any(Drops);

    /// <summary>Whether a program drops elements at random.</summary>
    public static bool Drops(Plan plan) => Scheduler.Flatten(plan.Steps).Any(step => step.Reads.Any(read => View.Of(read).Base is KeptNode));

    public IReadOnlyList<InputNode> Inputs { get; }

    /// <summary>The types and names of the fields through which programs reach what the caller hands in.</summary>
    public IReadOnlyList<(string Type, string Name)> Fields { get; }

    /// <summary>The sizes bound at run time, in order of appearance.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Upper bounds of symbols, within which every program runs.</summary>
    public SortedDictionary<string, int> Bounds { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of tokens that an input may hold, where it is known.</summary>
    public Dictionary<string, int> Vocabularies { get; } = [];

    /// <summary>The logits' shape, where the model has logits and nothing beside.</summary>
    public Shape? Logits => Program(DerivedLoss.Logits) is { Outputs.Count: 1 } graph && graph.Outputs.TryGetValue(DerivedLoss.Logits, out var logits)
        ? logits.Shape
        : null;

    /// <summary>Whether the model is one over sequences of tokens as trainers and samplers know it.</summary>
    public bool IsLanguageModel => Logits is { Rank: 3 } logits && logits[2].Size.IsConstant
        && Program(DerivedLoss.Logits) is { Inputs: [TokensNode { Name: "tokens" } tokens] } && IsSequences(tokens)
        && Program(ModelStages.Backward(DerivedLoss.Name)) is { Inputs: [TokensNode { Name: "tokens" } again, TokensNode { Name: DerivedLoss.Targets } targets] }
        && IsSequences(again) && IsSequences(targets)
        && Symbols.Where(symbol => symbol is "B" or "T").SequenceEqual(["B", "T"]);

    /// <summary>The type of what a pointer to an input points to.</summary>
    public static string ElementType(InputNode input) => input is TokensNode ? "int" : "float";

    private static (string Type, string Name) Field(InputNode input) => ($"{ElementType(input)}*", Field(input.Name));

    /// <summary>The field of an input or a result.</summary>
    public static string Field(string name) => Names.Upper(Text.Pointer(name));

    private static bool IsSequences(InputNode input) => input.Shape.Axes.Select(axis => axis.Size.ToString()).SequenceEqual(["B", "T"]);

    private ModelGraph? Program(string name) => Plans.Programs.FirstOrDefault(plan => plan.Name == name)?.Graph;

    private void Bound(string input, int bound)
    {
        if (bound < int.MaxValue)
            Vocabularies[input] = Vocabularies.TryGetValue(input, out int known) ? Math.Min(known, bound) : bound;
    }
}
