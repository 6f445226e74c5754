using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes the calls of operations that move rows, whose kernels are the runtime's.</summary>
/// <param name="address">The address of a value.</param>
/// <param name="library">Where the kernels are.</param>
/// <param name="runner">What runs them: a worker, or a device.</param>
internal sealed class OperationKernel(Func<Node, string> address, string library = "Cpu", string runner = "w")
{
    /// <summary>The calls, a line each.</summary>
    public string Call(Node operation) => operation switch
    {
        GatherNode gather => Gather(gather),
        ScatterAddNode scatter => Scatter(scatter),
        JoinNode join => Join(join),
        OverlapNode overlap => Overlap(overlap),
        AppendNode append => Append(append),
        StoreNode store => Store(store),
        _ => throw new NotSupportedException($"There is no kernel for {operation}."),
    };

    private string Gather(GatherNode gather)
    {
        var (table, tokens) = (gather.Inputs[0], gather.Inputs[1]);
        return $"{library}::Rows.Gather({runner}, {At(table)}, {At(tokens)}, {address(gather)}, "
            + $"{Text.Of(tokens.Shape.Count)}, {Text.Of(Width(table))});";
    }

    private string Scatter(ScatterAddNode scatter)
    {
        var (tokens, rows) = (scatter.Inputs[1], scatter.Inputs[2]);
        return $"{library}::Rows.ScatterAdd({runner}, {At(rows)}, {At(tokens)}, {address(scatter)}, "
            + $"{Text.Of(tokens.Shape.Count)}, {Text.Of(Width(scatter))}{(runner == "w" ? "" : $", {Text.Of(scatter.Shape[0].Size.Plain)}")});";
    }

    private string Join(JoinNode join)
    {
        var axes = join.Shape.Axes;
        string whole = $"{address(join)}, {Text.Of(Product(axes.Take(join.Axis)))}, {Text.Of(axes[join.Axis].Size.Plain)}, {Text.Of(Product(axes.Skip(join.Axis + 1)))}";
        var lines = join.IsCovered ? [] : new List<string> { $"{library}::Runs.Clear({runner}, {whole});" };
        foreach (var (part, place) in join.Inputs.Zip(join.Places, (part, place) => (part, place)))
        {
            var runs = RunsView.TryOf(View.Of(part), join.Axis)!;
            lines.Add($"{library}::Runs.Place({runner}, {At(part)}, {Text.Of(runs.OuterStride)}, {Text.Of(runs.AxisStride)}, "
                + $"{Text.Of(part.Shape[join.Axis].Size.Plain)}, {whole}, {Text.Of(place.Start)}, {place.Step.ToString(CultureInfo.InvariantCulture)});");
        }

        return string.Join("\n", lines);
    }

    private string Overlap(OverlapNode overlap)
    {
        var (windows, axes) = (overlap.Inputs[0], overlap.Shape.Axes);
        return $"{library}::Runs.Overlap({runner}, {At(windows)}, {Text.Of(windows.Shape[overlap.Axis].Size)}, {Text.Of(windows.Shape[overlap.Axis + 1].Size)}, "
            + $"{overlap.Step.ToString(CultureInfo.InvariantCulture)}, {address(overlap)}, {Text.Of(Product(axes.Take(overlap.Axis)))}, "
            + $"{Text.Of(axes[overlap.Axis].Size.Plain)}, {Text.Of(Product(axes.Skip(overlap.Axis + 1)))});";
    }

    private string Append(AppendNode append)
    {
        var (x, axis) = (append.Inputs[0], append.Slot.Time);
        var (outer, inner) = (Product(x.Shape.Axes.Take(axis)), Product(x.Shape.Axes.Skip(axis + 1)));
        return $"{library}::Caches.Append({runner}, {At(x)}, {address(append)}, {Text.Of(outer)}, {Text.Of((x.Shape[axis].Size * inner).Plain)}, "
            + $"{Text.Of((append.Shape[axis].Size * inner).Plain)}, {(runner == "w" ? Text.Of((append.Past * inner).Plain) : $"{Positions.Address}, {Text.Of(inner)}")});";
    }

    private string Store(StoreNode store)
    {
        string outer = Text.Of(Product(store.Shape.Axes.Take(1))), inner = Text.Of(Product(store.Shape.Axes.Skip(1)));
        return $"{library}::Caches.Append({runner}, {At(store.Inputs[0])}, {address(store)}, {outer}, {inner}, {inner}, 0);";
    }

    private string At(Node node) => View.Of(node) is var view ? $"{address(view.Base)}{Text.Beyond(view.Offset)}" : "";

    private static Dim Width(Node table) => Product(table.Shape.Axes.Skip(1));

    private static Dim Product(IEnumerable<Axis> axes) => axes.Aggregate((Dim)1, (product, axis) => (product * axis.Size).Plain);
}
