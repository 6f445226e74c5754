using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>What the scheduler asks of a node.</summary>
internal static class NodeKinds
{
    /// <summary>Whether the value is nothing in memory: a number, an index or a mask that any kernel makes on the spot.</summary>
    public static bool IsImmediate(this Node node) => node is ConstantNode or SizeNode or IndexNode or KeptNode;

    /// <summary>Whether the node only renames memory of another.</summary>
    public static bool IsView(this Node node) => (node is ReshapeNode && !node.IsAlias()) || node is TransposeNode or SliceNode or WindowsNode;

    /// <summary>Whether a reshape adds or drops axes of size 1 only, so that a kernel can treat it as the value itself.</summary>
    public static bool IsAlias(this Node node) =>
        node is ReshapeNode && node.Shape.Squeeze().SequenceEqual(node.Inputs[0].Shape.Squeeze());

    /// <summary>Whether the node can be computed inside a kernel that walks rows: maps, and reductions of a row.</summary>
    public static bool IsFusible(this Node node) => node is MapNode || node.IsAlias() || node.IsRowReduction();

    /// <summary>Whether the node reduces its last real axis and no other.</summary>
    public static bool IsRowReduction(this Node node) =>
        node is ReduceNode { Axes.Length: 1 } reduce
        && node.Inputs[0].Shape.Axes.Skip(reduce.Axes[0] + 1).All(axis => axis.Size.IsOne);

    /// <summary>Whether recomputing the node costs about as much as loading it.</summary>
    public static bool IsCheap(this Node node) => node.IsAlias() || node is MapNode
    {
        Function: not (Function.Exp or Function.Log or Function.Sin or Function.Cos or Function.Tanh or Function.Erf)
    };

    /// <summary>Whether some kernel writes the node's value to memory of its own.</summary>
    public static bool IsComputed(this Node node) => node is not (ParameterNode or TableNode or InputNode or ValuesNode or StoredNode or PhiNode
        or LoopNode or LoopResultNode or ElementNode or CollectedNode or AttentionGradientNode or ReshapeNode or TransposeNode or SliceNode or WindowsNode)
        && !node.IsImmediate();
}
