namespace TensorDsl.Generator.Graph;

/// <summary>One operation of the graph; its value has <see cref="Shape"/> and lives in <see cref="Region"/>.</summary>
internal abstract class Node(Region region, Shape shape, params Node[] inputs)
{
    public int Id { get; private set; } = region.Graph.NextId();

    public Region Region { get; private set; } = region;

    public Shape Shape { get; } = shape;

    /// <summary>The operands. Passes may replace one by another of the same shape.</summary>
    public Node[] Inputs { get; private set; } = inputs;

    /// <summary>The place of the definition's expression that the operation comes from.</summary>
    public int Location { get; set; }

    /// <summary>What tells two operations of the same kind and operands apart, for common subexpressions.</summary>
    public virtual string Attributes => "";

    /// <summary>The same operation on other operands in another region, to which it is not added.</summary>
    public Node In(Region other, Node[] operands)
    {
        var clone = (Node)MemberwiseClone();
        (clone.Id, clone.Region, clone.Inputs) = (other.Graph.NextId(), other, operands);
        return clone;
    }

    public override string ToString() =>
        $"%{Id} = {GetType().Name.Replace("Node", "")}[{Attributes}]({string.Join(", ", Inputs.Select(i => "%" + i.Id))}) : {Shape}";
}

/// <summary>Tokens as numbers.</summary>
internal sealed class ValuesNode(Region region, TokensNode tokens) : Node(region, tokens.Shape, tokens);

/// <summary>A learned tensor; inside a loop, one for each iteration.</summary>
internal sealed class ParameterNode(Region region, ParameterSlot slot) : Node(region, slot.Shape)
{
    public ParameterSlot Slot => slot;

    public override string Attributes => slot.Name;
}

/// <summary>A number.</summary>
internal sealed class ConstantNode(Region region, double value) : Node(region, Shape.Scalar)
{
    public double Value => value;

    public override string Attributes => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A size as a number, known at run time when it has symbols.</summary>
internal sealed class SizeNode(Region region, Dim size) : Node(region, Shape.Scalar)
{
    public Dim Size => size;

    public override string Attributes => size.ToString();
}

/// <summary>0, 1, 2 … along one axis.</summary>
internal sealed class IndexNode(Region region, Axis axis, bool isVocabulary = false) : Node(region, new Shape(axis))
{
    /// <summary>Whether the places are all tokens that there are, and what is compared with them is one of them.</summary>
    public bool IsVocabulary => isVocabulary;

    public override string Attributes => $"{Shape}{(isVocabulary ? " tokens" : "")}";
}

/// <summary>A scalar function of operands that broadcast to <see cref="Node.Shape"/>.</summary>
internal sealed class MapNode(Region region, Function function, Shape shape, params Node[] inputs) : Node(region, shape, inputs)
{
    public Function Function => function;

    public override string Attributes => $"{function} {Shape}";
}

/// <summary>A sum or maximum; the reduced axes stay, of size 1.</summary>
internal sealed class ReduceNode(Region region, Reduction reduction, int[] axes, Node x)
    : Node(region, new Shape(x.Shape.Axes.Select((axis, i) => axes.Contains(i) ? Axis.One : axis)), x)
{
    public Reduction Reduction => reduction;

    public int[] Axes => axes;

    public override string Attributes => $"{reduction} {string.Join(" ", axes)}";
}

/// <summary>A two-operand Einstein summation in which every letter is in two of the three tensors, or in all.</summary>
internal sealed class ContractNode(Region region, ContractionSpec spec, Node a, Node b) : Node(region, spec.OutputShape, a, b)
{
    public ContractionSpec Spec => spec;

    public override string Attributes =>
        $"{string.Join(" ", spec.A)},{string.Join(" ", spec.B)}->{string.Join(" ", spec.Output)} {Shape}";
}

/// <summary>The same elements, row-major, under another shape.</summary>
internal sealed class ReshapeNode(Region region, Shape shape, Node x) : Node(region, shape, x)
{
    // With names, which a shape leaves out where they are the size's.
    public override string Attributes => string.Join(" ", Shape.Axes.Select(axis => $"{axis.Name}:{axis.Size}"));
}

/// <summary>The axes in another order: axis i is the operand's axis <see cref="Order"/>[i].</summary>
internal sealed class TransposeNode(Region region, int[] order, Node x)
    : Node(region, new Shape(order.Select(i => x.Shape[i])), x)
{
    public int[] Order => order;

    public override string Attributes => string.Join(" ", order);
}

/// <summary>Rows of a table picked by tokens: an input, or whole numbers that an input's tokens were moved to.</summary>
internal sealed class GatherNode(Region region, Node table, Node tokens)
    : Node(region, new Shape(tokens.Shape.Axes.Concat(table.Shape.Axes.Skip(1))), table, tokens);

/// <summary>A start value to whose rows, picked by tokens, the rows of a gradient are added: the transpose of a gather.</summary>
internal sealed class ScatterAddNode(Region region, Node start, Node tokens, Node rows)
    : Node(region, start.Shape, start, tokens, rows);

/// <summary>The value itself; no gradient passes.</summary>
internal sealed class StopGradientNode(Region region, Node x) : Node(region, x.Shape, x);
