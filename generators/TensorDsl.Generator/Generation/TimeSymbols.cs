namespace TensorDsl.Generator.Generation;

/// <summary>The symbols of a step: the time axis's own stands for the new positions, the others are made from it.</summary>
internal sealed class TimeSymbols
{
    /// <param name="time">The symbol of the time axis.</param>
    /// <param name="others">The symbols of the definition's other axes, which keep their names.</param>
    public TimeSymbols(string time, IReadOnlyCollection<string> others)
    {
        Time = time;
        Past = Free("Past");
        Before = Free("Before");
        Latest = Free("Latest");
        Seen = Free("Seen");
        Capacity = Free("Capacity");

        string Free(string name)
        {
            while (name == time || others.Contains(name))
                name += "_";
            return name;
        }
    }

    /// <summary>The number of new positions.</summary>
    public string Time { get; }

    /// <summary>The number of positions before them.</summary>
    public string Past { get; }

    /// <summary>The place of the last of them, or 0 where there are none.</summary>
    public string Before { get; }

    /// <summary>The number of new positions before the last.</summary>
    public string Latest { get; }

    /// <summary>The number of positions with the new ones.</summary>
    public string Seen { get; }

    /// <summary>The most positions that there is room for.</summary>
    public string Capacity { get; }

    /// <summary>Whether a size depends on the length in time.</summary>
    public bool IsIn(Dim size) => ((Offset)size).Symbols.Contains(Time);

    /// <summary>Whether a size is made of the length in time by more than products, as T+1 is.</summary>
    public bool IsDerived(Dim size) => IsIn(size) && !size.Symbols.Split('·').Contains(Time);

    /// <summary>Whether an axis is time itself, rather than made of it and others.</summary>
    public bool IsAll(Axis axis) => axis.Size.Factor == 1 && axis.Size.Symbols == Time;

    /// <summary>The size that an axis has in a step.</summary>
    public Axis Of(Axis axis, Extent extent) => extent switch
    {
        Extent.Latest => axis with { Size = Replace(axis.Size, 1) },
        Extent.Seen => axis with { Size = Replace(axis.Size, Dim.Symbol(Seen)) },
        _ => axis,
    };

    /// <summary>The shape that a value has in a step.</summary>
    public Shape Of(Shape shape, Extent[] extents) => new(shape.Axes.Select((axis, i) => Of(axis, extents[i])));

    private Dim Replace(Dim size, Dim by) => size.Symbols.Split('·')
        .Aggregate(by * (int)size.Factor, (product, symbol) => symbol.Length == 0 || symbol == Time ? product : product * Dim.Symbol(symbol));
}
