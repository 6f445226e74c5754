using System.Security.Cryptography;
using System.Text;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Elaboration;

/// <summary>
/// Tells definitions apart that have the same parameters: 4 heads of 32 and 8 of 16, or one activation and another. It
/// is a hash of what all entry points compute, so names, comments and unused code do not change it. Elaborated for
/// training, a graph has what is dropped at random too.
/// </summary>
internal static class Fingerprint
{
    /// <summary>32 hexadecimal digits. The graph must be as elaboration left it.</summary>
    public static string Of(ModelGraph graph)
    {
        var outputs = graph.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).ToList();
        var numbers = new Dictionary<Node, int>();
        var text = new StringBuilder();
        foreach (var node in new Uses(outputs.Select(output => output.Value)).Everything(graph.Main))
        {
            numbers[node] = numbers.Count;
            IEnumerable<Node> operands = node is LoopNode loop
                ? loop.Carries.SelectMany(carry => new[] { carry.Init, carry.Phi, carry.Next })
                : node.Inputs;
            text.Append($"{node.GetType().Name} {Attributes(node)} ({Sizes(node.Shape)}) {string.Join(" ", operands.Select(x => numbers[x]))}\n");
        }

        foreach (var output in outputs)
            text.Append($"{output.Key} {numbers[output.Value]}\n");
        using var hash = SHA256.Create();
        byte[] digest = hash.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
        return string.Concat(digest.Take(16).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    // Without the names of axes and loops.
    private static string Attributes(Node node) => node switch
    {
        MapNode map => map.Function.ToString(),
        ContractNode { Spec: var spec } => $"{string.Join(" ", spec.A)},{string.Join(" ", spec.B)},{string.Join(" ", spec.Output)}",
        SizeNode size => Size(size.Size),
        SliceNode slice => Place(slice.Axis, slice.At),
        JoinNode join => string.Join(" ", join.Places.Select(place => Place(join.Axis, place))),
        WindowsNode windows => FormattableString.Invariant($"{windows.Axis} {windows.Step}"),
        LoopNode loop => Size(loop.Count) + (loop.IsDescending ? " down" : ""),
        LoopResultNode result => FormattableString.Invariant($"{result.Carry.Loop.Carries.IndexOf(result.Carry)}"),
        InputNode input => input.Name,
        ReshapeNode or IndexNode or ElementNode or CollectedNode => "",
        KeptNode kept => FormattableString.Invariant($"{kept.Place.Name} {kept.Place.Rate:R}"),
        _ => node.Attributes,
    };

    // As it was before parts could start elsewhere, so that checkpoints of that time still fit.
    private static string Place(int axis, Placement at) => FormattableString.Invariant(
        $"{axis}{(at == Placement.Leading ? "" : $" {at.Start} {at.Step}")}");

    private static string Sizes(Shape shape) => string.Join(" ", shape.Axes.Select(axis => Size(axis.Size)));

    private static string Size(Dim size) => FormattableString.Invariant($"{size.Factor}{size.Symbols}");
}
