namespace TensorDsl.Generator.Differentiation;

/// <summary>
/// The derivatives of the scalar functions, in the language itself: for each argument, its share of the gradient
/// <c>g</c> of the value <c>y</c>; null where none passes.
/// </summary>
internal static class MapRules
{
    public static Tensor?[] Of(Function function, Tensor[] x, Tensor y, Tensor g) => function switch
    {
        Function.Copy => [g],
        Function.Negate => [-g],
        Function.Abs => [g * ((x[0] > 0) - (x[0] < 0))],
        Function.Exp => [g * y],
        Function.Log => [g / x[0]],
        Function.Sqrt => [g * 0.5 / y],
        Function.Sin => [g * Map(Function.Cos, x[0])],
        Function.Cos => [-g * Map(Function.Sin, x[0])],
        Function.Tanh => [g * (1 - (y * y))],
        Function.Erf => [g * (2 / Math.Sqrt(Math.PI)) * Map(Function.Exp, -(x[0] * x[0]))],
        Function.Add => [g, g],
        Function.Subtract => [g, -g],
        Function.Multiply => [g * x[1], g * x[0]],
        Function.Divide => [g / x[1], -g * y / x[1]],
        Function.Maximum => [g * Above(x[0], x[1]), g * Above(x[1], x[0])],
        Function.Minimum => [g * Above(x[1], x[0]), g * Above(x[0], x[1])],
        Function.Where => [null, Where(x[0], g, 0), Where(x[0], 0, g)],
        Function.Less or Function.LessEqual or Function.Equal => [null, null],
        _ => throw new NotSupportedException($"There is no derivative of {function}."),
    };

    // 1 above, 0 below, and equal shares where both are the same.
    private static Tensor Above(Tensor left, Tensor right) => 0.5 * ((left > right) + (left >= right));

    private static Tensor Map(Function function, Tensor x) => Primitives.Map(function, x);

    private static Tensor Where(Tensor condition, Tensor then, Tensor otherwise) =>
        Primitives.Map(Function.Where, condition, then, otherwise);
}
