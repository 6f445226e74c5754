using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>What lies in the memory of what.</summary>
internal static class Memory
{
    /// <summary>
    /// The nodes in whose memory a kernel reads when it reads a value: what the value is a view of, and further what
    /// that is an element or the collection of, or was carried from.
    /// </summary>
    public static IEnumerable<Node> Behind(Node read)
    {
        var node = View.Of(read).Base;
        return node switch
        {
            ElementNode element => [node, .. Behind(element.Inputs[0])],
            CollectedNode collected => [node, .. Behind(collected.Value)],
            PhiNode when node.Region.Loop!.Carries.Find(carry => carry.Phi == node) is { } carry => [node, carry.Init, carry.Next],
            _ => [node],
        };
    }

    /// <summary>The nodes in whose memory a step reads.</summary>
    public static IEnumerable<Node> Behind(Step step) => step.Reads.SelectMany(Behind);
}
