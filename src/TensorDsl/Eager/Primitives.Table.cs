namespace TensorDsl;

internal static partial class Primitives
{
    public static Tensor Table(Shape shape, double[] values) => new(shape, values);
}
