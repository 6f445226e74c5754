namespace TensorDsl;

internal static partial class Primitives
{
    /// <summary>Each part at its placement along an axis that becomes <paramref name="whole"/>, zeros elsewhere.</summary>
    public static Tensor Join(int axis, Axis whole, Placement[] places, Tensor[] parts)
    {
        var shape = parts[0].Shape.With(axis, whole);
        int[] strides = Strides.RowMajor(shape);
        int[][] targets = [.. parts.Select((part, k) => Targets(part.Shape, axis, whole.Size.Value, places[k], strides))];
        double[] values = new double[shape.Count.Value];
        Each((k, i, target) => values[target] = parts[k].Data[i]);
        return new Tensor(shape, values, parts,
            (gradient, gradients) => Each((k, i, target) => gradients[k][i] += gradient[target]));

        void Each(Action<int, int, int> visit)
        {
            for (int k = 0; k < parts.Length; k++)
            {
                for (int i = 0; i < targets[k].Length; i++)
                {
                    if (targets[k][i] >= 0)
                        visit(k, i, targets[k][i]);
                }
            }
        }
    }

    // Where each element of a part goes, −1 if nowhere.
    private static int[] Targets(Shape part, int axis, int whole, Placement place, int[] strides)
    {
        int[] targets = new int[part.Count.Value];
        int[] along = [.. part.Axes.Select((_, i) => i == axis ? 1 : 0)];
        int[] beside = [.. strides.Select((stride, i) => i == axis ? 0 : stride)];
        Strides.Walk(Strides.Sizes(part), [Strides.RowMajor(part), beside, along], at =>
        {
            int index = place.Start.Value + (at[2] * place.Step);
            targets[at[0]] = index >= 0 && index < whole ? at[1] + (index * strides[axis]) : -1;
        });
        return targets;
    }
}
