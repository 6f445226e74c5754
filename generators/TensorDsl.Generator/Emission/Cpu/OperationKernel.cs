using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes the calls of operations that have a kernel of their own.</summary>
internal static class OperationKernel
{
    public static string Call(OperationStep step, Func<Node, string> address) => step.Operation switch
    {
        GatherNode gather => Gather(gather, address),
        ScatterAddNode scatter => Scatter(scatter, address),
        PadNode pad => Pad(pad, address),
        AttentionNode attention => Forward(attention, address(step.Members.OfType<AttentionStatisticsNode>().Single()), address),
        AttentionGradientNode gradient => Backward(gradient, address),
        _ => throw new NotSupportedException($"There is no kernel for {step.Operation}."),
    };

    private static string Gather(GatherNode gather, Func<Node, string> address)
    {
        var (table, tokens) = (gather.Inputs[0], gather.Inputs[1]);
        return $"Cpu::Rows.Gather(w, {At(table, address)}, {address(tokens)}, {address(gather)}, "
            + $"{Text.Of(tokens.Shape.Count)}, {Text.Of(Width(table))});";
    }

    private static string Scatter(ScatterAddNode scatter, Func<Node, string> address)
    {
        var (tokens, rows) = (scatter.Inputs[1], scatter.Inputs[2]);
        return $"Cpu::Rows.ScatterAdd(w, {At(rows, address)}, {address(tokens)}, {address(scatter)}, "
            + $"{Text.Of(tokens.Shape.Count)}, {Text.Of(Width(scatter))});";
    }

    private static string Pad(PadNode pad, Func<Node, string> address)
    {
        var x = pad.Inputs[0];
        var outer = Product(x.Shape.Axes.Take(pad.Axis));
        var inner = Product(x.Shape.Axes.Skip(pad.Axis + 1));
        return $"Cpu::Rows.Pad(w, {At(x, address)}, {address(pad)}, {Text.Of(outer)}, "
            + $"{Text.Of((x.Shape[pad.Axis].Size * inner).Plain)}, {Text.Of((pad.Shape[pad.Axis].Size * inner).Plain)});";
    }

    private static string Forward(AttentionNode attention, string statistics, Func<Node, string> address) =>
        $"Cpu::Attention.Forward<V, {Mask(attention.Mask)}>(w, {Sizes(attention, attention.Inputs[1])}, "
            + $"{Heads(attention.Inputs[0], address)}, {Heads(attention.Inputs[1], address)}, {Heads(attention.Inputs[2], address)}, "
            + $"{Heads(attention, address)}, {statistics}, {Text.Literal(attention.Scale)}, default);";

    private static string Backward(AttentionGradientNode node, Func<Node, string> address)
    {
        var x = node.Inputs;
        var parts = node.Region.Nodes.OfType<AttentionGradientPartNode>().Where(part => part.Inputs[0] == node).ToList();
        string Part(int i) => Heads(parts.Single(part => part.Part == i), address);
        return $"Cpu::Attention.Backward<V, {Mask(node.Mask)}>(w, {Sizes(x[3], x[1])}, {Heads(x[0], address)}, {Heads(x[1], address)}, "
            + $"{Heads(x[2], address)}, {Heads(x[3], address)}, {Heads(x[5], address)}, {address(x[4])}, "
            + $"{Part(0)}, {Part(1)}, {Part(2)}, {Text.Literal(node.Scale)}, default);";
    }

    private static string Sizes(Node output, Node key)
    {
        var (o, k) = (output.Shape, key.Shape);
        var sizes = new[] { o[0], o[2], o[1], k[1], k[3], o[3] };
        return $"new Cpu::AttentionShape({string.Join(", ", sizes.Select(axis => Text.Of(axis.Size.Plain)))})";
    }

    private static string Heads(Node node, Func<Node, string> address)
    {
        var view = View.Of(node);
        return $"new Cpu::HeadView({address(view.Base)}, {Text.Of(view.Strides[0])}, {Text.Of(view.Strides[1])}, {Text.Of(view.Strides[2])})";
    }

    private static string Mask(AttentionMask mask) => mask == AttentionMask.Causal ? "Cpu::CausalMask" : "Cpu::NoMask";

    private static string At(Node node, Func<Node, string> address) => address(View.Of(node).Base);

    private static Dim Width(Node table) => Product(table.Shape.Axes.Skip(1));

    private static Dim Product(IEnumerable<Axis> axes) => axes.Aggregate((Dim)1, (product, axis) => (product * axis.Size).Plain);
}
