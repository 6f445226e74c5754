namespace TensorDsl;

/// <summary>Steps through several row-major arrays together.</summary>
internal static class Strides
{
    public static int[] Sizes(Shape shape) => [.. shape.Axes.Select(axis => axis.Size.Value)];

    /// <summary>How far apart neighbours along each axis lie.</summary>
    public static int[] RowMajor(Shape shape)
    {
        int[] strides = new int[shape.Rank];
        int step = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= shape[axis].Size.Value;
        }

        return strides;
    }

    /// <summary>The strides of an operand that is broadcast to <paramref name="result"/>: 0 where it is repeated.</summary>
    public static int[] Broadcast(Shape operand, Shape result)
    {
        int[] own = RowMajor(operand);
        return [.. Broadcasting.Map(operand, result).Select(axis => axis < 0 ? 0 : own[axis])];
    }

    /// <summary>
    /// Visits every index of a box, the last axis fastest, and says where it lies in each array. The visited offsets
    /// are overwritten from one visit to the next.
    /// </summary>
    public static void Walk(int[] sizes, int[][] strides, Action<int[]> visit)
    {
        int[] index = new int[sizes.Length];
        int[] offsets = new int[strides.Length];
        for (int count = sizes.Aggregate(1, (product, size) => product * size); count > 0; count--)
        {
            visit(offsets);
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                bool wraps = ++index[axis] == sizes[axis];
                int steps = wraps ? 1 - sizes[axis] : 1;
                for (int array = 0; array < offsets.Length; array++)
                    offsets[array] += steps * strides[array][axis];
                if (!wraps)
                    break;
                index[axis] = 0;
            }
        }
    }
}
