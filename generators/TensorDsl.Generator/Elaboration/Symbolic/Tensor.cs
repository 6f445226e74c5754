using TensorDsl.Generator.Graph;

namespace TensorDsl;

/// <summary>Read by the compiler, a tensor is a node of the graph.</summary>
public sealed partial class Tensor
{
    internal Tensor(Node node)
    {
        Node = node;
        Shape = node.Shape;
    }

    internal Node Node { get; }
}

/// <summary>Read by the compiler, tokens are an input of the graph.</summary>
public sealed partial class Tokens
{
    internal Tokens(TokensNode node)
    {
        Node = node;
        Shape = node.Shape;
    }

    internal TokensNode Node { get; }
}
