using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Elaboration;

/// <summary>What a definition is run with to become a graph.</summary>
internal static class Symbolic
{
    /// <summary>Tokens that the caller will hand in under <paramref name="name"/>.</summary>
    public static Tokens TokensInput(string name, Shape shape) =>
        new(Input(new TokensNode(Definition.Current.Builder.Region, name, shape)));

    /// <summary>Numbers that the caller will hand in under <paramref name="name"/>.</summary>
    public static Tensor NumbersInput(string name, Shape shape) =>
        new(Input(new NumbersNode(Definition.Current.Builder.Region, name, shape)));

    private static Node Input(InputNode input)
    {
        var builder = Definition.Current.Builder;
        var node = builder.Add(input);
        if (!builder.Graph.Inputs.Contains((InputNode)node))
            builder.Graph.Inputs.Add((InputNode)node);
        return node;
    }
}
