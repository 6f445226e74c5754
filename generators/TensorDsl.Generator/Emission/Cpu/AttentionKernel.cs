using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes the calls of streaming attention, forward and backward.</summary>
/// <param name="address">The address of a value.</param>
internal sealed class AttentionKernel(Func<Node, string> address)
{
    /// <summary>The call.</summary>
    public string Call(OperationStep step) => step.Operation switch
    {
        AttentionNode attention => Forward(attention, address(step.Members.OfType<AttentionStatisticsNode>().Single())),
        AttentionGradientNode gradient => Backward(gradient),
        _ => throw new NotSupportedException($"{step.Operation} is no attention."),
    };

    private string Forward(AttentionNode attention, string statistics) =>
        $"Cpu::Attention.Forward<V, {(IsShifted(attention) ? "Cpu::ShiftedCausalMask" : Mask(attention.Mask))}>(w, {Sizes(attention, attention.Inputs[1])}, "
            + $"{Heads(attention.Inputs[0])}, {Heads(attention.Inputs[1])}, {Heads(attention.Inputs[2])}, "
            + $"{Heads(attention)}, {statistics}, {Text.Literal(attention.Scale)}, {(IsShifted(attention) ? $"new({Text.Of(attention.Past)})" : "default")});";

    private string Backward(AttentionGradientNode node)
    {
        var x = node.Inputs;
        var parts = node.Region.Nodes.OfType<AttentionGradientPartNode>().Where(part => part.Inputs[0] == node).ToList();
        string Part(int i) => Heads(parts.Single(part => part.Part == i));
        return $"Cpu::Attention.Backward<V, {Mask(node.Mask)}>(w, {Sizes(x[3], x[1])}, {Heads(x[0])}, {Heads(x[1])}, "
            + $"{Heads(x[2])}, {Heads(x[3])}, {Heads(x[5])}, {address(x[4])}, "
            + $"{Part(0)}, {Part(1)}, {Part(2)}, {Text.Literal(node.Scale)}, default);";
    }

    private static string Sizes(Node output, Node key)
    {
        var (o, k) = (output.Shape, key.Shape);
        var sizes = new[] { o[0], o[2], o[1], k[1], k[3], o[3] };
        return $"new Cpu::AttentionShape({string.Join(", ", sizes.Select(axis => Text.Of(axis.Size.Plain)))})";
    }

    private string Heads(Node node)
    {
        var view = View.Of(node);
        return $"new Cpu::HeadView({Pointers.Beyond(address(view.Base), view.Offset)}, {Text.Of(view.Strides[0])}, {Text.Of(view.Strides[1])}, {Text.Of(view.Strides[2])})";
    }

    private static bool IsShifted(AttentionNode attention) => attention.Past.Factor != 0;

    private static string Mask(AttentionMask mask) => mask == AttentionMask.Causal ? "Cpu::CausalMask" : "Cpu::NoMask";
}
