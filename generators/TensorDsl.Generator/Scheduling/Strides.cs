namespace TensorDsl.Generator.Scheduling;

/// <summary>Stride arithmetic on sizes that may be symbols.</summary>
internal static class Strides
{
    /// <summary>The row-major strides of a shape, in elements.</summary>
    public static Dim[] RowMajor(Shape shape)
    {
        var strides = new Dim[shape.Rank];
        Dim stride = 1;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride = (stride * shape[i].Size).Plain;
        }

        return strides;
    }

    /// <summary>The sizes other than 1, outermost first.</summary>
    public static Dim[] Squeeze(this Shape shape) => [.. shape.Axes.Where(axis => !axis.Size.IsOne).Select(axis => axis.Size.Plain)];

    /// <summary>The same elements under another shape, where no copy is needed; else null.</summary>
    public static Dim[]? Reshape(Shape from, Dim[] strides, Shape to)
    {
        var old = Enumerable.Range(0, from.Rank).Where(i => !from[i].Size.IsOne).ToList();
        var fresh = Enumerable.Range(0, to.Rank).Where(i => !to[i].Size.IsOne).ToList();
        var result = Enumerable.Repeat((Dim)0, to.Rank).ToArray();
        for (int i = 0, j = 0; i < old.Count && j < fresh.Count;)
        {
            int firstOld = i, firstNew = j;
            Dim have = from[old[i++]].Size.Plain, want = to[fresh[j++]].Size.Plain;
            while (have != want)
            {
                if (Divides(have, want) && i < old.Count)
                    have = (have * from[old[i++]].Size).Plain;
                else if (j < fresh.Count)
                    want = (want * to[fresh[j++]].Size).Plain;
                else
                    return null;
            }

            for (int k = firstOld; k < i - 1; k++)
            {
                if (strides[old[k]] != strides[old[k + 1]] * from[old[k + 1]].Size)
                    return null;
            }

            Dim stride = strides[old[i - 1]];
            for (int k = j - 1; k >= firstNew; k--)
            {
                result[fresh[k]] = stride.Plain;
                stride = (stride * to[fresh[k]].Size).Plain;
            }
        }

        return result;
    }

    /// <summary>One size and stride for a group of axes, outermost first, or null where they do not lie one in the other.</summary>
    public static (Dim Size, Dim Stride)? Merge(IReadOnlyList<(Dim Size, Dim Stride)> axes)
    {
        var real = axes.Where(axis => !axis.Size.IsOne).ToList();
        if (real.Count == 0)
            return (1, 0);
        var (size, stride) = real[real.Count - 1];
        for (int i = real.Count - 2; i >= 0; i--)
        {
            if (real[i].Stride != (size * stride).Plain)
                return null;
            size = (size * real[i].Size).Plain;
        }

        return (size.Plain, stride.Plain);
    }

    private static bool Divides(Dim a, Dim b) =>
        b.Factor % a.Factor == 0 && a.Symbols.Split('·').Where(s => s.Length > 0).All(s => b.Symbols.Split('·').Contains(s));
}
