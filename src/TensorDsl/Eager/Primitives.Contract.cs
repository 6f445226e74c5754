namespace TensorDsl;

internal static partial class Primitives
{
    public static Tensor Contract(ContractionSpec spec, Tensor a, Tensor b)
    {
        var shape = spec.OutputShape;
        int[] sizes = [.. spec.Letters.Select(axis => axis.Size.Value)];
        int[] ByLetter(int[] letters, Shape operand)
        {
            int[] strides = Strides.RowMajor(operand);
            return [.. sizes.Select((_, letter) => letters.Contains(letter) ? strides[Array.IndexOf(letters, letter)] : 0)];
        }

        int[][] all = [ByLetter(spec.Output, shape), ByLetter(spec.A, a.Shape), ByLetter(spec.B, b.Shape)];
        double[] values = new double[shape.Count.Value];
        Strides.Walk(sizes, all, at => values[at[0]] += a.Data[at[1]] * b.Data[at[2]]);
        return new Tensor(shape, values, [a, b], (gradient, gradients) => Strides.Walk(sizes, all, at =>
        {
            gradients[0][at[1]] += gradient[at[0]] * b.Data[at[2]];
            gradients[1][at[2]] += gradient[at[0]] * a.Data[at[1]];
        }));
    }
}
