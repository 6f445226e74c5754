namespace TensorDsl;

internal static partial class Primitives
{
    public static Tensor Map(Function f, params Tensor[] inputs)
    {
        var shape = Broadcasting.Common(f, [.. inputs.Select(input => input.Shape)]);
        int[] sizes = Strides.Sizes(shape);
        int[][] strides = [Strides.RowMajor(shape), .. inputs.Select(input => Strides.Broadcast(input.Shape, shape))];
        double[] arguments = new double[inputs.Length];
        void Read(int[] at)
        {
            for (int k = 0; k < inputs.Length; k++)
                arguments[k] = inputs[k].Data[at[k + 1]];
        }

        double[] values = new double[shape.Count.Value];
        Strides.Walk(sizes, strides, at =>
        {
            Read(at);
            values[at[0]] = Scalar.Value(f, arguments);
        });
        return new Tensor(shape, values, inputs, (gradient, gradients) => Strides.Walk(sizes, strides, at =>
        {
            Read(at);
            double[] derivatives = Scalar.Derivatives(f, arguments);
            for (int k = 0; k < inputs.Length; k++)
                gradients[k][at[k + 1]] += Product(gradient[at[0]], derivatives[k]);
        }));
    }

    // An argument that did not matter gets no gradient, not 0 · ∞.
    private static double Product(double gradient, double derivative) => derivative == 0 ? 0 : gradient * derivative;
}
