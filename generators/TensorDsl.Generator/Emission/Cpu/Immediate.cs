using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes values that are numbers, or made from an element's place.</summary>
internal static class Immediate
{
    /// <summary>A number in all lanes, or null where the node has elements.</summary>
    public static string? Number(Node node, string type) => node switch
    {
        ConstantNode constant => Lanes.Broadcast(type, Text.Literal(constant.Value)),
        SizeNode size => Lanes.Broadcast(type, $"(float)({Text.Of(size.Size)})"),
        _ => null,
    };

    /// <summary>The values from <paramref name="position"/> on, or null where the node lies in memory.</summary>
    /// <param name="node">The operand's base.</param>
    /// <param name="type">The vector type.</param>
    /// <param name="position">The row-major index of the first, as an expression.</param>
    /// <param name="parameter">The kernel's parameter for a node.</param>
    public static string? From(Node node, string type, string position, Func<Node, string> parameter) => node switch
    {
        IndexNode => $"{type}.Iota((int)({position}))",
        KeptNode { Place: var place } => $"({type}.Less({type}.Random({parameter(node)}, (int)({position})), "
            + $"{Lanes.Broadcast(type, Text.Literal(place.Threshold))}) * {Lanes.Broadcast(type, Text.Literal(place.Scale))})",
        _ => null,
    };

    /// <summary>The one value at <paramref name="position"/> in all lanes, or null where the node lies in memory.</summary>
    public static string? At(Node node, string type, string position, Func<Node, string> parameter) => node switch
    {
        IndexNode => Lanes.Broadcast(type, $"(float)({position})"),
        KeptNode => From(node, Lanes.AreOne(type) ? type : Lanes.Tail, position, parameter) is var one && Lanes.AreOne(type) ? one : $"{type}.Broadcast(Cpu::F1.HorizontalSum({one}))",
        _ => null,
    };
}
