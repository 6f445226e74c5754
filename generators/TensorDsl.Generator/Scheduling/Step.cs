using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>One step of a region's schedule: a kernel, or a loop over steps.</summary>
internal abstract class Step(Region region)
{
    public Region Region => region;

    /// <summary>The nodes that the step computes, in order.</summary>
    public List<Node> Members { get; } = [];

    /// <summary>Of <see cref="Members"/>, those whose values end up in memory.</summary>
    public List<Node> Stored { get; } = [];

    /// <summary>The operands that the step reads from memory or makes on the spot: operands of members that are no members.</summary>
    public IEnumerable<Node> Reads => Members.SelectMany(member => member.Inputs).Where(input => !Members.Contains(input)).Distinct();
}

/// <summary>Maps and row reductions over one space of rows × columns.</summary>
internal sealed class RowStep(Region region, Dim[] rows, Dim column) : Step(region)
{
    /// <summary>The sizes of the row axes, outermost first.</summary>
    public Dim[] Rows => rows;

    /// <summary>The size of a row.</summary>
    public Dim Column => column;

    /// <summary>Whether the node has a value per row rather than per element.</summary>
    public bool IsPerRow(Node node) => node.Shape.Squeeze().Length == rows.Length && !column.IsOne;
}

/// <summary>A reduction over axes that are not the last, with the maps before it.</summary>
internal sealed class ColumnStep(Region region, ReduceNode reduce) : Step(region)
{
    public ReduceNode Reduce => reduce;
}

/// <summary>A contraction with the maps that follow it.</summary>
internal sealed class ContractStep(Region region, ContractNode contract) : Step(region)
{
    public ContractNode Contract => contract;
}

/// <summary>An operation with a kernel of its own: gather, scatter, pad, attention.</summary>
internal sealed class OperationStep(Region region, Node operation) : Step(region)
{
    public Node Operation => operation;
}

/// <summary>A loop and the steps of its body.</summary>
internal sealed class LoopStep(Region region, LoopNode loop, IReadOnlyList<Step> body) : Step(region)
{
    public LoopNode Loop => loop;

    public IReadOnlyList<Step> Body => body;
}
