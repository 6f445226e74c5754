using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;
using TensorDsl.Generator.Simplification;
using TensorDsl.Generator.Verification;

namespace TensorDsl.Generator.Generation;

/// <summary>The programs that run a model a few positions at a time, and what they keep from call to call.</summary>
/// <param name="Step">Reads new positions and writes the last one's logits.</param>
/// <param name="Once">Computes what all positions share; null where there is no such thing.</param>
/// <param name="Slots">The caches.</param>
/// <param name="Time">The symbols of the step.</param>
internal sealed record IncrementalGraphs(ModelGraph Step, ModelGraph? Once, IReadOnlyList<CacheSlot> Slots, TimeSymbols Time);

/// <summary>Derives the incremental programs of a causal definition.</summary>
internal static class Incremental
{
    // A model whose encoder is an entry point of its own has its decoder as another.
    private static readonly string[] Entries = [DerivedLoss.Logits, "Decode"];

    /// <summary>
    /// The programs of <c>Logits</c>, or else <c>Decode</c>: (B, T, Vocabulary) of tokens (B, T), and of further inputs that T
    /// is not in.
    /// </summary>
    /// <exception cref="NotIncrementalException">The definition is not of this form, or not causal.</exception>
    public static IncrementalGraphs Derive(ModelGraph graph)
    {
        string? name = Entries.FirstOrDefault(graph.Outputs.ContainsKey);
        if (name is null)
            throw new NotIncrementalException(0, $"it has no entry point {string.Join(" or ", Entries)} with a single result");
        var logits = graph.Outputs[name];
        var used = new Uses([logits]);
        var entry = graph.Entries.Single(entry => entry.Name == name);
        var inputs = entry.Inputs.Distinct().Where(used.Needs).ToList();
        var shape = logits.Shape;
        if (shape.Rank != 3 || !shape[2].Size.IsConstant || shape[1].Size is not { Factor: 1, Symbols: var symbol } || symbol.Length == 0
            || symbol.Contains('·') || inputs.Count(input => input.Shape.Axes.Any(axis => axis.Size == shape[1].Size)) != 1
            || inputs.Find(input => input is TokensNode && input.Shape.Rank == 2 && input.Shape[0].Size == shape[0].Size && input.Shape[1].Size == shape[1].Size) is null)
        {
            throw new NotIncrementalException(logits.Location, $"{name} is {shape}, not (B, T, Vocabulary) of tokens (B, T)");
        }

        var symbols = inputs.SelectMany(input => input.Shape.Axes).SelectMany(axis => axis.Size.Symbols.Split('·')).ToList();
        var time = new TimeSymbols(symbol, symbols);
        var dependence = new Dependence(graph, [logits], time);
        var causality = new Causality();
        var step = new Translation(time, dependence, causality);
        step.Graph.Outputs[DerivedLoss.Logits] = step.Of(logits, [Extent.None, Extent.Latest, Extent.None]);

        ModelGraph? once = null;
        if (step.Once.Count > 0)
        {
            var translation = new Translation(time, dependence, causality) { IsOnce = true };
            once = translation.Graph;
            foreach (var (node, slot) in step.Once)
                once.Stores.Add(translation.Store(node, slot));

            // In the order of the definition's parameters, not of their use.
            once.Inputs.Sort((left, right) => Place(left).CompareTo(Place(right)));
        }

        int Place(InputNode input) => inputs.FindIndex(other => other.Name == input.Name);

        foreach (var derived in new[] { step.Graph, once }.OfType<ModelGraph>())
        {
            TopologicalOrder.Restore(derived.Main);
            foreach (var bound in entry.Bounds)
                derived.Bounds[bound.Key] = bound.Value;
            Hoisting.Run(derived);
            AttentionRecognition.Run(derived);
            Verifier.Check(derived, "the derivation of a step");
        }

        return new IncrementalGraphs(step.Graph, once, step.Slots, time);
    }
}
