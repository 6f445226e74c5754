namespace TensorDsl;

/// <summary>
/// Brings shapes together axis by axis: axes of one name meet each other, all others meet from the right; a size of 1
/// stretches.
/// </summary>
internal static class Broadcasting
{
    /// <summary>The common shape of all operands.</summary>
    /// <exception cref="ShapeException">Two sizes differ, or names contradict each other.</exception>
    public static Shape Common(string operation, params Shape[] shapes) =>
        shapes.Aggregate((left, right) => Common(operation, left, right));

    /// <summary>The common shape of a function's arguments.</summary>
    /// <exception cref="ShapeException">Two sizes differ, or names contradict each other.</exception>
    public static Shape Common(Function function, params Shape[] shapes) => Common(Noun(function), shapes);

    /// <summary>Whether <paramref name="operand"/> stretches to <paramref name="target"/> and leaves it as it is.</summary>
    public static bool Fits(Shape operand, Shape target)
    {
        try
        {
            return operand.Rank <= target.Rank && Common("", target, operand).Equals(target);
        }
        catch (ShapeException)
        {
            return false;
        }
    }

    /// <summary>For each axis of <paramref name="result"/> the operand's axis that runs along it, or −1.</summary>
    public static int[] Map(Shape operand, Shape result)
    {
        int[] map = [.. Enumerable.Repeat(-1, result.Rank)];
        int place = result.Rank;
        for (int i = operand.Rank - 1; i >= 0; i--)
        {
            place = Place(operand[i], result, place);
            map[place] = operand[i].Size.IsOne && !result[place].Size.IsOne ? -1 : i;
        }

        return map;
    }

    private static Shape Common(string operation, Shape left, Shape right)
    {
        var (longer, shorter) = left.Rank >= right.Rank ? (left, right) : (right, left);
        var axes = longer.Axes.ToArray();
        int place = longer.Rank;
        for (int i = shorter.Rank - 1; i >= 0; i--)
        {
            var axis = shorter[i];
            int before = place;
            place = Place(axis, longer, place);
            if (place < 0 || place >= before)
                throw ShapeException.Mismatch(operation, left, right, $"their axes come in another order at {axis}");
            axes[place] = Join(operation, left, right, longer[place], axis);
        }

        return new Shape(axes);
    }

    private static string Noun(Function function) => function switch
    {
        Function.Add => "The sum",
        Function.Subtract => "The difference",
        Function.Multiply => "The product",
        Function.Divide => "The quotient",
        Function.Maximum => "The maximum",
        Function.Minimum => "The minimum",
        Function.Less or Function.LessEqual or Function.Equal => "The comparison",
        _ => "The choice",
    };

    private static int Place(Axis axis, Shape target, int before)
    {
        int named = axis.Name is null ? -1 : target.IndexOf(axis.Name);
        return named >= 0 ? named : before - 1;
    }

    private static Axis Join(string operation, Shape left, Shape right, Axis a, Axis b)
    {
        if (b.Size.IsOne)
            return a.Size.IsOne ? new Axis(a.Name ?? b.Name, a.Size) : a;
        if (a.Size.IsOne)
            return b;
        if (a.Size != b.Size)
            throw Unequal(operation, left, right, a, b);
        if (a.Name is not null && b.Name is not null && a.Name != b.Name)
            throw ShapeException.Mismatch(operation, left, right, $"axis {a.Name} meets axis {b.Name}");
        return new Axis(a.Name ?? b.Name, a.Size);
    }

    // Heads that were merged and not projected are the usual reason.
    private static ShapeException Unequal(string operation, Shape left, Shape right, Axis a, Axis b)
    {
        bool isSwapped = left.Rank < right.Rank;
        string reason = $"{Pair(left, right, a, b)} differ";
        return (a.Size.IsWrittenProduct, b.Size.IsWrittenProduct) switch
        {
            (false, true) => ShapeException.MissingProjection(operation, left, right, reason, isRight: !isSwapped, a.Size),
            (true, false) => ShapeException.MissingProjection(operation, left, right, reason, isRight: isSwapped, b.Size),
            _ => ShapeException.Mismatch(operation, left, right, reason),
        };
    }

    // In the order of the operands as written, whichever is the longer.
    private static string Pair(Shape left, Shape right, Axis a, Axis b) =>
        left.Rank >= right.Rank ? $"{a} and {b}" : $"{b} and {a}";
}
