namespace TensorDsl.Generator.Graph;

/// <summary>
/// Runs its body once for each layer, or for each position along an axis. What one iteration leaves for the next are its
/// carries; a body may use any value from outside. The loop of a backward pass runs through the iterations of
/// <see cref="Forward"/> in the other direction, and its body may use the values of the same iteration.
/// </summary>
internal sealed class LoopNode : Node
{
    public LoopNode(Region region, string name, Dim count, LoopNode? forward = null) : base(region, Shape.Scalar)
    {
        Name = name;
        Count = count.Plain;
        Forward = forward;
        IsDescending = forward is { IsDescending: false };
        Body = new Region(region.Graph, region, this);
    }

    public string Name { get; }

    public Dim Count { get; }

    public LoopNode? Forward { get; }

    /// <summary>Whether it runs from the last iteration to the first.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Whether it runs along an axis: all iterations have the same parameters, which stand outside.</summary>
    public bool IsScan { get; init; }

    /// <summary>Whether the backward pass computes the values of an iteration again from its carries.</summary>
    public bool IsRecomputed { get; init; }

    public Region Body { get; }

    public List<Carry> Carries { get; } = [];

    public override string Attributes => Name;

    /// <summary>What reads the loop's results in its own region.</summary>
    public IEnumerable<Node> Results => Region.Nodes.Where(node => node is LoopResultNode or CollectedNode && node.Inputs[0] == this);

    /// <summary>Adds a carry that starts as <paramref name="init"/>; its next value is set once the body exists.</summary>
    public Carry AddCarry(Node init)
    {
        var phi = new PhiNode(Body, init.Shape);
        Body.Nodes.Insert(0, phi);
        var carry = new Carry(this, init, phi);
        Carries.Add(carry);
        return carry;
    }
}

/// <summary>One value that a loop hands from iteration to iteration.</summary>
internal sealed class Carry(LoopNode loop, Node init, PhiNode phi)
{
    private Node? _next;

    public LoopNode Loop => loop;

    /// <summary>The first iteration's value, from outside the loop.</summary>
    public Node Init { get; set; } = init;

    /// <summary>The value at the start of an iteration.</summary>
    public PhiNode Phi => phi;

    /// <summary>The value at the end of an iteration.</summary>
    public Node Next
    {
        get => _next ?? throw new InvalidOperationException($"The loop {loop.Name} has an open carry.");
        set => _next = value;
    }
}

/// <summary>A carried value at the start of an iteration.</summary>
internal sealed class PhiNode(Region region, Shape shape) : Node(region, shape);

/// <summary>A carried value after the last iteration.</summary>
internal sealed class LoopResultNode(Region region, Carry carry) : Node(region, carry.Phi.Shape, carry.Loop)
{
    public Carry Carry => carry;

    public override string Attributes => carry.Phi.Id.ToString(CultureInfo.InvariantCulture);
}
