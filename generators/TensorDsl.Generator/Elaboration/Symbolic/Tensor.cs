using TensorDsl.Generator.Graph;

namespace TensorDsl;

/// <summary>Read by the compiler, a tensor is a node of the graph.</summary>
public sealed partial class Tensor
{
    internal Tensor(Node node)
    {
        Sizes.Countable("A tensor", node.Shape);
        Node = node;
        Shape = node.Shape;
    }

    internal Node Node { get; }
}

/// <summary>Read by the compiler, tokens are an input of the graph, or numbers that such an input's were moved to.</summary>
public sealed partial class Tokens
{
    internal Tokens(Node node, int largest = 0)
    {
        Node = node;
        Largest = largest;
        Shape = node.Shape;
    }

    internal Node Node { get; }

    /// <summary>The largest token that the definition itself puts in.</summary>
    internal int Largest { get; }
}
