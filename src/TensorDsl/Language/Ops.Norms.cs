namespace TensorDsl;

public static partial class Ops
{
    /// <summary>Vectors along the last axis, divided by their length √Σx².</summary>
    public static Tensor UnitLength(Tensor x) => UnitLength(x, -1);

    /// <summary>Vectors along an axis, divided by their length √Σx²; a vector of zeros stays one.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor UnitLength(Tensor x, AxisRef axis) => x / Sqrt(Sum(x * x, axis, keep: true) + 1e-12);
}
