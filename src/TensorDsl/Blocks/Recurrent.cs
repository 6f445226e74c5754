namespace TensorDsl;

// What recurrent blocks have in common: each gate has a weight for the input, one for the state, and a bias.
public static partial class Ops
{
    // What each gate gets of the input, (…, T, Width) of (…, T, In); all positions at once, outside the recurrence.
    private static Tensor[] GateInputs(Tensor x, Dim width, string[] gates, bool bias, Initializer init) =>
        [.. gates.Select(gate => Affine(x, width, init, gate + "Weight", bias ? gate + "Bias" : null))];

    private static Tensor[] GateRecurrences(Dim width, string[] gates, Initializer init) =>
        [.. gates.Select(gate => Parameter(gate + "Recurrent", init, width, width))];

    private static Tensor Recur(Tensor state, Tensor weight) => Einsum("... h, h k -> ... k", state, weight);

    private static Initializer RecurrentInit(Initializer? init, Dim width) =>
        init ?? Uniform(1 / Math.Sqrt(Sizes.Constant("The width of the state", width)));

    // The state before the first position: the given one, of which only the shape is checked, or zeros.
    private static Tensor StartState(Tensor x, Dim width, Tensor? given)
    {
        AxisRef positions = -2;
        int axis = positions.In(x.Shape);
        var shape = new Shape(x.Shape.Axes.Where((_, i) => i != axis)).With(x.Shape.Rank - 2, new Axis(null, width));
        if (given is null)
            return Expand(0, shape);
        return given.Shape.Equals(shape) ? given : throw ShapeException.Rank("The first state", shape.ToString(), given.Shape);
    }
}
