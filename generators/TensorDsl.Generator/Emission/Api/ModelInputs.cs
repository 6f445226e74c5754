using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>What a model's programs take and give, and within which bounds.</summary>
internal sealed class ModelInputs
{
    public ModelInputs(ModelPlans plans)
    {
        Plans = plans;
        Inputs = [.. plans.Programs.SelectMany(plan => plan.Graph.Inputs).GroupBy(input => input.Name).Select(group => group.First())];
        Outputs = [.. plans.Programs.SelectMany(plan => plan.Graph.Outputs.Keys).Distinct()];
        Symbols = [.. Inputs.SelectMany(input => input.Shape.Axes).SelectMany(axis => Text.Symbols(axis.Size)).Distinct()];
        foreach (var plan in plans.Programs)
        {
            foreach (var bound in plan.Graph.Bounds)
                Bounds[bound.Key] = bound.Value;
            foreach (var input in plan.Graph.Inputs)
                Bound(input.Name, TokenBounds.Of(plan.Graph, input));
        }
    }

    public ModelPlans Plans { get; }

    public IReadOnlyList<TokensNode> Inputs { get; }

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The sizes bound at run time, in order of appearance.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Upper bounds of symbols.</summary>
    public SortedDictionary<string, int> Bounds { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of tokens that an input may hold, where it is known.</summary>
    public Dictionary<string, int> Vocabularies { get; } = [];

    /// <summary>The logits' shape, where the model has logits.</summary>
    public Shape? Logits => Plans.Programs.FirstOrDefault(plan => plan.Name == DerivedLoss.Logits)?.Graph.Outputs[DerivedLoss.Logits].Shape;

    /// <summary>Whether the model is one over sequences of tokens as trainers and samplers know it.</summary>
    public bool IsLanguageModel => Symbols.SequenceEqual(["B", "T"])
        && Inputs.Select(input => input.Name).SequenceEqual(["tokens", "targets"])
        && Inputs.All(input => input.Shape.Rank == 2)
        && Logits is { Rank: 3 } logits && logits[2].Size.IsConstant
        && Outputs.Contains(DerivedLoss.Name);

    private void Bound(string input, int bound)
    {
        if (bound < int.MaxValue)
            Vocabularies[input] = Vocabularies.TryGetValue(input, out int known) ? Math.Min(known, bound) : bound;
    }
}
