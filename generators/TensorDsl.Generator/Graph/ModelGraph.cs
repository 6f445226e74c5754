namespace TensorDsl.Generator.Graph;

/// <summary>A definition as a graph: inputs, parameters, named outputs and, once differentiated, gradients.</summary>
internal sealed class ModelGraph
{
    private int _nextId;

    public ModelGraph() => Main = new Region(this, null, null);

    public Region Main { get; }

    public List<ParameterSlot> Parameters { get; } = [];

    /// <summary>What the caller hands in, in the order of the definition's parameters.</summary>
    public List<InputNode> Inputs { get; } = [];

    /// <summary>The entry points that the graph holds, before it is split into programs.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>Results by name, such as <c>Logits</c> and <c>Loss</c>; where there are several entry points, one of several results is <c>Encode.Memory</c>.</summary>
    public Dictionary<string, Node> Outputs { get; } = [];

    /// <summary>The loss's gradient with respect to each parameter that it depends on; empty before differentiation.</summary>
    public Dictionary<ParameterSlot, Node> Gradients { get; } = [];

    /// <summary>Values that are kept for later calls.</summary>
    public List<Node> Stores { get; } = [];

    /// <summary>Whether the definition has taps or patches, though the graph may be as if it had none.</summary>
    public bool HasLooks { get; set; }

    /// <summary>What taps see.</summary>
    public List<LookPoint> Taps { get; } = [];

    /// <summary>What patches change.</summary>
    public List<LookPoint> Patches { get; } = [];

    /// <summary>Upper bounds of symbols, such as T ≤ 64; before the graph is split into programs, its entry points have them.</summary>
    public SortedDictionary<string, int> Bounds { get; } = new(StringComparer.Ordinal);

    /// <summary>What a program computes: outputs, gradients, and what is kept.</summary>
    public IEnumerable<Node> Roots => Outputs.Values.Concat(Gradients.Values).Concat(Stores);

    /// <summary>How many nodes were made.</summary>
    public int Size => _nextId;

    public int NextId() => _nextId++;
}

/// <summary>An entry point of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">What it takes, in order.</param>
/// <param name="Outputs">The names of its results: its own where there is one.</param>
/// <param name="Bounds">Upper bounds of the symbols of its inputs.</param>
internal sealed record Entry(string Name, IReadOnlyList<InputNode> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, int> Bounds)
{
    /// <summary>The key in <see cref="ModelGraph.Outputs"/> of a result, while the graph holds all entry points.</summary>
    public string KeyOf(string output) => output == Name ? Name : $"{Name}.{output}";
}
