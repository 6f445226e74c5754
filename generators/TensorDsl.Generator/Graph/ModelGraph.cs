namespace TensorDsl.Generator.Graph;

/// <summary>A definition as a graph: inputs, parameters, named outputs and, once differentiated, gradients.</summary>
internal sealed class ModelGraph
{
    private int _nextId;

    public ModelGraph() => Main = new Region(this, null, null);

    public Region Main { get; }

    public List<ParameterSlot> Parameters { get; } = [];

    /// <summary>What the caller hands in, in the order of the definition's parameters.</summary>
    public List<TokensNode> Inputs { get; } = [];

    /// <summary>Results by name, such as <c>Logits</c> and <c>Loss</c>.</summary>
    public Dictionary<string, Node> Outputs { get; } = [];

    /// <summary>The loss's gradient with respect to each parameter that it depends on; empty before differentiation.</summary>
    public Dictionary<ParameterSlot, Node> Gradients { get; } = [];

    /// <summary>Upper bounds of symbols, such as T ≤ 64.</summary>
    public SortedDictionary<string, int> Bounds { get; } = new(StringComparer.Ordinal);

    /// <summary>What a program computes: outputs and gradients.</summary>
    public IEnumerable<Node> Roots => Outputs.Values.Concat(Gradients.Values);

    public int NextId() => _nextId++;
}
