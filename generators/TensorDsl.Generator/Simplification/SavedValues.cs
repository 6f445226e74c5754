using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Simplification;

/// <summary>
/// Which values of a loop are saved for the loop that runs back through its iterations. An element-wise value that no kernel
/// of the forward loop leaves in memory is not worth that: it is computed again where it is needed.
/// </summary>
internal sealed class SavedValues(Uses uses)
{
    /// <summary>Whether the value itself is saved, if a backward loop needs it.</summary>
    public bool IsSaved(Node node) => (node is not MapNode && !node.IsAlias() && !node.IsImmediate())
        || IsInMemory(node) || EndsProduct(node) || IsForBackward(node) || uses.IsCompared(node);

    /// <summary>What has to be saved of the node's region for the value to be had.</summary>
    public IEnumerable<Node> Of(Node node) => IsSaved(node)
        ? [node]
        : node.Inputs.Where(input => input.Region == node.Region && !input.IsImmediate()).SelectMany(Of).Distinct();

    // Whether a forward kernel that reads the value from memory makes it be there anyway.
    private bool IsInMemory(Node node) => uses.UsersOf(node).Any(user => user is LoopNode or CollectedNode || (node.Region.Encloses(user.Region)
        && (user.IsView() ? IsInMemory(user) : !user.IsFusible())));

    // Whether a product's epilogue writes the value, since its rows are reduced: a residual stream before a norm. Then this
    // is what is saved, and the product itself is in no memory at all.
    private bool EndsProduct(Node node) => IsBehindProduct(node)
        && uses.UsersOf(node).Any(user => user.IsRowReduction() && node.Region.Encloses(user.Region));

    // Whether nothing but the backward loop asks for it: then it is there to be saved.
    private bool IsForBackward(Node node) => node is MapNode && uses.UsersOf(node) is { Count: > 0 } users
        && users.All(user => !node.Region.Encloses(user.Region));

    private static bool IsBehindProduct(Node node) => node is MapNode && node.Inputs.Any(input => input.Region == node.Region
        && input.Shape.Squeeze().SequenceEqual(node.Shape.Squeeze()) && (input is ContractNode || IsBehindProduct(input)));
}
