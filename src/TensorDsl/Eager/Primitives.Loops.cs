namespace TensorDsl;

// Run eagerly, a loop is one; its tape is as long as it runs, whether values are to be recomputed or not.
internal static partial class Primitives
{
    public static Tensor[] Repeat(string loopName, Dim count, Tensor[] x, Func<Tensor[], Tensor[]> body, bool recompute)
    {
        for (int i = 0; i < count.Value; i++)
        {
            // Layers in a recurrence are written out, and so are places of their own.
            using var iteration = Definition.Current.Names.IsShared ? null : Definition.Current.Iterate(i);
            using var scope = Definition.Current.Names.OpenIndex(loopName, FormattableString.Invariant($"{i}"));
            x = body(x);
        }

        return x;
    }

    public static (Tensor[] Outputs, Tensor[] States) Scan(
        string loopName, Axis axis, Tensor[] sequences, Tensor[] states,
        Func<Tensor[], Tensor[], (Tensor[] Outputs, Tensor[] States)> step, bool reverse, bool recompute)
    {
        int count = axis.Size.Value;
        var outputs = new Tensor[count][];
        for (int k = 0; k < count; k++)
        {
            int i = reverse ? count - 1 - k : k;
            using var iteration = Definition.Current.Iterate(i);
            using var scope = Definition.Current.Names.OpenShared(loopName, again: k > 0);
            (outputs[i], states) = step([.. sequences.Select(x => Element(x, i))], states);
        }

        return ([.. outputs[0].Select((_, place) => Collect(axis, [.. outputs.Select(all => all[place])]))], states);
    }

    private static Tensor Element(Tensor x, int i)
    {
        var shape = new Shape(x.Shape.Axes.Skip(1));
        int start = i * shape.Count.Value;
        return Moved(x, shape, k => start + k);
    }

    private static Tensor Collect(Axis axis, Tensor[] parts)
    {
        int count = parts[0].Data.Length;
        return new Tensor(
            new Shape(parts[0].Shape.Axes.Prepend(axis)), [.. parts.SelectMany(part => part.Data)], parts, (gradient, gradients) =>
            {
                for (int i = 0; i < gradient.Length; i++)
                    gradients[i / count][i % count] += gradient[i];
            });
    }
}
