namespace TensorDsl.Generator.Graph;

/// <summary>What the caller hands in under a name, row-major.</summary>
internal abstract class InputNode(Region region, string name, Shape shape) : Node(region, shape)
{
    public string Name => name;

    public override string Attributes => $"{name} {Shape}";
}

/// <summary>Tokens handed in by the caller.</summary>
internal sealed class TokensNode(Region region, string name, Shape shape) : InputNode(region, name, shape);

/// <summary>Numbers handed in by the caller; nothing learns through them.</summary>
internal sealed class NumbersNode(Region region, string name, Shape shape) : InputNode(region, name, shape);
