using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Elaboration;

/// <summary>What a definition is run with to become a graph.</summary>
internal static class Symbolic
{
    /// <summary>Tokens that the caller will hand in under <paramref name="name"/>.</summary>
    public static Tokens TokensInput(string name, Shape shape)
    {
        var builder = Definition.Current.Builder;
        var node = (TokensNode)builder.Add(new TokensNode(builder.Region, name, shape));
        if (!builder.Graph.Inputs.Contains(node))
            builder.Graph.Inputs.Add(node);
        return new Tokens(node);
    }

    /// <summary>The finished graph with its named results.</summary>
    public static ModelGraph Finish(Definition definition, IReadOnlyList<(string Name, Tensor Result)> outputs)
    {
        var graph = definition.Builder.Graph;
        foreach (var (name, result) in outputs)
            graph.Outputs[name] = result.Node;
        return graph;
    }
}
