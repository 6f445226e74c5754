using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Elaboration;

/// <summary>
/// Adds operations to a graph, in the open region. Arithmetic on constants is done at once, neutral elements vanish,
/// and an operation that is already there is not added again.
/// </summary>
internal sealed class GraphBuilder(ModelGraph graph)
{
    private readonly Dictionary<(Region, string), Node> _known = [];

    public ModelGraph Graph => graph;

    public Region Region { get; private set; } = graph.Main;

    /// <summary>The place of the expression whose operations are being added.</summary>
    public int Location { get; set; }

    /// <summary>Runs <paramref name="body"/> with another region open.</summary>
    public T In<T>(Region region, Func<T> body)
    {
        var outer = Region;
        Region = region;
        try
        {
            return body();
        }
        finally
        {
            Region = outer;
        }
    }

    public Node Constant(double value) => Add(new ConstantNode(Region, value));

    public Node Size(Dim size) => size.IsConstant ? Constant(size.Value) : Add(new SizeNode(Region, size));

    public Node Map(Function function, params Node[] inputs)
    {
        var shape = Broadcasting.Common(function, [.. inputs.Select(input => input.Shape)]);
        return Map(function, shape, inputs);
    }

    /// <summary>The same where the shape is known.</summary>
    public Node Map(Function function, Shape shape, params Node[] inputs) =>
        Folding.TryFold(this, function, shape, inputs) ?? Add(new MapNode(Region, function, shape, inputs));

    /// <summary>Stretches <paramref name="x"/> to <paramref name="shape"/>.</summary>
    public Node Expand(Node x, Shape shape) => SameSizes(x.Shape, shape)
        ? x
        : Add(new MapNode(Region, Function.Copy, shape, x));

    public Node Reduce(Reduction reduction, Node x, params int[] axes)
    {
        int[] real = [.. axes.Where(axis => !x.Shape[axis].Size.IsOne).OrderBy(axis => axis)];
        return real.Length == 0 ? x : Add(new ReduceNode(Region, reduction, real, x));
    }

    public Node Contract(ContractionSpec spec, Node a, Node b)
    {
        (a, int[] left) = SumAlone(a, spec.A, spec.B, spec.Output);
        (b, int[] right) = SumAlone(b, spec.B, spec.A, spec.Output);
        return Add(new ContractNode(Region, ContractionSpec.FromLetters(left, right, spec.Output, spec.Letters), a, b));
    }

    public Node Reshape(Node x, Shape shape)
    {
        if (x.Shape.Equals(shape))
            return x;
        return x is ReshapeNode inner ? Reshape(inner.Inputs[0], shape) : Add(new ReshapeNode(Region, shape, x));
    }

    public Node Transpose(Node x, params int[] order)
    {
        if (order.SequenceEqual(Enumerable.Range(0, order.Length)))
            return x;
        return x is TransposeNode inner
            ? Transpose(inner.Inputs[0], [.. order.Select(i => inner.Order[i])])
            : Add(new TransposeNode(Region, order, x));
    }

    /// <summary>Adds a node unless the open region, or one around it, has it already.</summary>
    public Node Add(Node node)
    {
        // Axes of one size under different names are not the same, as they broadcast otherwise.
        string names = string.Join(",", node.Shape.Axes.Select(axis => axis.Name));
        string key = $"{node.GetType().Name}[{node.Attributes}]({string.Join(",", node.Inputs.Select(i => i.Id))}) {names}";
        for (Region? region = Region; region is not null; region = region.Parent)
        {
            if (_known.TryGetValue((region, key), out var known))
                return known;
        }

        _known[(Region, key)] = node;
        node.Location = Location;
        Region.Nodes.Add(node);
        return node;
    }

    // A letter that only one operand has, and the output lacks, is summed before the contraction.
    private (Node Operand, int[] Letters) SumAlone(Node x, int[] letters, int[] others, int[] output)
    {
        int[] alone = [.. Enumerable.Range(0, letters.Length).Where(i => !others.Contains(letters[i]) && !output.Contains(letters[i]))];
        if (alone.Length == 0)
            return (x, letters);
        var kept = new Shape(x.Shape.Axes.Where((_, i) => !alone.Contains(i)));
        return (Reshape(Reduce(Reduction.Sum, x, alone), kept), [.. letters.Where((_, i) => !alone.Contains(i))]);
    }

    private static bool SameSizes(Shape left, Shape right) =>
        left.Rank == right.Rank && left.Axes.Zip(right.Axes, (a, b) => a.Size == b.Size).All(same => same);
}
