using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Elaboration;

/// <summary>A definition that says only <c>Logits</c> of tokens is trained by the cross-entropy of the next tokens.</summary>
internal static class DerivedLoss
{
    public const string Name = "Loss";

    public const string Logits = "Logits";

    /// <summary>The input that it adds.</summary>
    public const string Targets = "targets";

    /// <summary>Adds the loss, with the input <c>targets</c>, where the definition has logits and no loss.</summary>
    public static void AddTo(ModelGraph graph)
    {
        if (graph.Entries.Exists(entry => entry.Name == Name)
            || graph.Entries.Find(entry => entry.Name == Logits) is not { Inputs: [TokensNode tokens], Outputs: [Logits], Bounds: var bounds }
            || graph.Inputs.Exists(input => input.Name == Targets && input is not TokensNode)
            || graph.Outputs[Logits] is not { } logits || logits.Shape.Rank != tokens.Shape.Rank + 1
            || !tokens.Shape.Axes.SequenceEqual(logits.Shape.Axes.Take(tokens.Shape.Rank)))
        {
            return;
        }

        var definition = new Definition { Builder = new GraphBuilder(graph) };
        definition.Run(() =>
        {
            var targets = Symbolic.TokensInput(Targets, tokens.Shape);
            graph.Outputs[Name] = Ops.CrossEntropy(new Tensor(logits), targets).Node;
            graph.Entries.Add(new Entry(Name, [tokens, (InputNode)targets.Node], [Name], bounds));
            return 0;
        });
    }
}
