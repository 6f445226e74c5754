using TensorDsl.Generator.Graph;

namespace TensorDsl;

internal static partial class Primitives
{
    // All iterations of a loop have the same numbers.
    public static Tensor Table(Shape shape, double[] values) =>
        new(Builder.In(Builder.Graph.Main, () => Builder.Add(new TableNode(Builder.Region, shape, values))));
}
