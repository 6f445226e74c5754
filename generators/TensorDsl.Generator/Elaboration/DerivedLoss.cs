using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Elaboration;

/// <summary>A definition that says only <c>Logits</c> of tokens is trained by the cross-entropy of the next tokens.</summary>
internal static class DerivedLoss
{
    public const string Name = "Loss";

    public const string Logits = "Logits";

    /// <summary>Adds the loss, with the input <c>targets</c>, where the definition has logits and no loss.</summary>
    public static void AddTo(ModelGraph graph)
    {
        if (graph.Outputs.ContainsKey(Name) || !graph.Outputs.TryGetValue(Logits, out var logits)
            || graph.Inputs.Count != 1 || logits.Shape.Rank != graph.Inputs[0].Shape.Rank + 1
            || !graph.Inputs[0].Shape.Axes.SequenceEqual(logits.Shape.Axes.Take(graph.Inputs[0].Shape.Rank)))
        {
            return;
        }

        var definition = new Definition { Builder = new GraphBuilder(graph) };
        graph.Outputs[Name] = definition.Run(() =>
            Ops.CrossEntropy(new Tensor(logits), Symbolic.TokensInput("targets", graph.Inputs[0].Shape))).Node;
    }
}
