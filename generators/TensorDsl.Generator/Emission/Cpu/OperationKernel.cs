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
        JoinNode join => Join(join, address),
        OverlapNode overlap => Overlap(overlap, address),
        AppendNode append => Append(append, address),
        StoreNode store => Store(store, address),
        AttentionNode attention => Forward(attention, address(step.Members.OfType<AttentionStatisticsNode>().Single()), address),
        AttentionGradientNode gradient => Backward(gradient, address),
        _ => throw new NotSupportedException($"There is no kernel for {step.Operation}."),
    };

    private static string Gather(GatherNode gather, Func<Node, string> address)
    {
        var (table, tokens) = (gather.Inputs[0], gather.Inputs[1]);
        return $"Cpu::Rows.Gather(w, {At(table, address)}, {At(tokens, address)}, {address(gather)}, "
            + $"{Text.Of(tokens.Shape.Count)}, {Text.Of(Width(table))});";
    }

    private static string Scatter(ScatterAddNode scatter, Func<Node, string> address)
    {
        var (tokens, rows) = (scatter.Inputs[1], scatter.Inputs[2]);
        return $"Cpu::Rows.ScatterAdd(w, {At(rows, address)}, {At(tokens, address)}, {address(scatter)}, "
            + $"{Text.Of(tokens.Shape.Count)}, {Text.Of(Width(scatter))});";
    }

    private static string Join(JoinNode join, Func<Node, string> address)
    {
        var axes = join.Shape.Axes;
        string whole = $"{address(join)}, {Text.Of(Product(axes.Take(join.Axis)))}, {Text.Of(axes[join.Axis].Size.Plain)}, {Text.Of(Product(axes.Skip(join.Axis + 1)))}";
        var lines = join.IsCovered ? [] : new List<string> { $"Cpu::Runs.Clear(w, {whole});" };
        foreach (var (part, place) in join.Inputs.Zip(join.Places, (part, place) => (part, place)))
        {
            var runs = RunsView.TryOf(View.Of(part), join.Axis)!;
            lines.Add($"Cpu::Runs.Place(w, {At(part, address)}, {Text.Of(runs.OuterStride)}, {Text.Of(runs.AxisStride)}, "
                + $"{Text.Of(part.Shape[join.Axis].Size.Plain)}, {whole}, {Text.Of(place.Start)}, {place.Step.ToString(CultureInfo.InvariantCulture)});");
        }

        return string.Join("\n", lines);
    }

    private static string Overlap(OverlapNode overlap, Func<Node, string> address)
    {
        var (windows, axes) = (overlap.Inputs[0], overlap.Shape.Axes);
        return $"Cpu::Runs.Overlap(w, {At(windows, address)}, {Text.Of(windows.Shape[overlap.Axis].Size)}, {Text.Of(windows.Shape[overlap.Axis + 1].Size)}, "
            + $"{overlap.Step.ToString(CultureInfo.InvariantCulture)}, {address(overlap)}, {Text.Of(Product(axes.Take(overlap.Axis)))}, "
            + $"{Text.Of(axes[overlap.Axis].Size.Plain)}, {Text.Of(Product(axes.Skip(overlap.Axis + 1)))});";
    }

    private static string Append(AppendNode append, Func<Node, string> address)
    {
        var (x, axis) = (append.Inputs[0], append.Slot.Time);
        var (outer, inner) = (Product(x.Shape.Axes.Take(axis)), Product(x.Shape.Axes.Skip(axis + 1)));
        return $"Cpu::Caches.Append(w, {At(x, address)}, {address(append)}, {Text.Of(outer)}, {Text.Of((x.Shape[axis].Size * inner).Plain)}, "
            + $"{Text.Of((append.Shape[axis].Size * inner).Plain)}, {Text.Of((append.Past * inner).Plain)});";
    }

    private static string Store(StoreNode store, Func<Node, string> address)
    {
        string outer = Text.Of(Product(store.Shape.Axes.Take(1))), inner = Text.Of(Product(store.Shape.Axes.Skip(1)));
        return $"Cpu::Caches.Append(w, {At(store.Inputs[0], address)}, {address(store)}, {outer}, {inner}, {inner}, 0);";
    }

    private static string Forward(AttentionNode attention, string statistics, Func<Node, string> address) =>
        $"Cpu::Attention.Forward<V, {(IsShifted(attention) ? "Cpu::ShiftedCausalMask" : Mask(attention.Mask))}>(w, {Sizes(attention, attention.Inputs[1])}, "
            + $"{Heads(attention.Inputs[0], address)}, {Heads(attention.Inputs[1], address)}, {Heads(attention.Inputs[2], address)}, "
            + $"{Heads(attention, address)}, {statistics}, {Text.Literal(attention.Scale)}, {(IsShifted(attention) ? $"new({Text.Of(attention.Past)})" : "default")});";

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
        return $"new Cpu::HeadView({At(node, address)}, {Text.Of(view.Strides[0])}, {Text.Of(view.Strides[1])}, {Text.Of(view.Strides[2])})";
    }

    private static bool IsShifted(AttentionNode attention) => attention.Past.Factor != 0;

    private static string Mask(AttentionMask mask) => mask == AttentionMask.Causal ? "Cpu::CausalMask" : "Cpu::NoMask";

    private static string At(Node node, Func<Node, string> address) => View.Of(node) is var view ? $"{address(view.Base)}{Text.Beyond(view.Offset)}" : "";

    private static Dim Width(Node table) => Product(table.Shape.Axes.Skip(1));

    private static Dim Product(IEnumerable<Axis> axes) => axes.Aggregate((Dim)1, (product, axis) => (product * axis.Size).Plain);
}
