namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A recurrence along an axis: from the first position to the last, <paramref name="step"/> makes of what stands
    /// there and the state before it the next state. All positions share the step's parameters, named <c>scan.…</c>.
    /// The generated code keeps it a loop.
    /// <list type="table">
    /// <item><term>x</term><description>(B, T, D), for the axis T</description></item>
    /// <item><term>state</term><description>(B, H): what stands before the first position</description></item>
    /// <item><term>step</term><description>(B, D), (B, H) → (B, H)</description></item>
    /// <item><term>result</term><description>(B, T, H): every position's state; the axis stands where it does in x</description></item>
    /// </list>
    /// </summary>
    /// <param name="x">The sequence.</param>
    /// <param name="axis">The axis to go along.</param>
    /// <param name="state">The first state; it has no axis of that name.</param>
    /// <param name="step">The next state; it keeps the state's shape.</param>
    /// <param name="reverse">Whether to go from the last position to the first; each state still stands at its position.</param>
    /// <param name="recompute">Whether the backward pass computes each step again from its state, which saves memory.</param>
    /// <param name="name">The loop's name in the parameters' names.</param>
    /// <exception cref="ShapeException">There is no such axis, the state has it too, or the step changes the state's shape.</exception>
    public static Tensor Scan(
        Tensor x, AxisRef axis, Tensor state, Func<Tensor, Tensor, Tensor> step, bool reverse = false, bool recompute = false,
        string name = "scan") =>
        Scan(x, axis, state, Doubled(step), reverse, recompute, name).Outputs;

    private static Func<Tensor, Tensor, (Tensor, Tensor)> Doubled(Func<Tensor, Tensor, Tensor> step) => (x, state) =>
    {
        var next = step(x, state);
        return (next, next);
    };

    /// <summary>The same with an output beside the state: all outputs, and the last state.</summary>
    /// <param name="x">The sequence, (B, T, D) for the axis T.</param>
    /// <param name="axis">The axis to go along.</param>
    /// <param name="state">The first state, (B, H).</param>
    /// <param name="step">An output of any shape without the axis, and the next state.</param>
    /// <param name="reverse">Whether to go from the last position to the first.</param>
    /// <param name="recompute">Whether the backward pass computes each step again from its state.</param>
    /// <param name="name">The loop's name in the parameters' names.</param>
    /// <exception cref="ShapeException">There is no such axis, the state has it too, or the step changes the state's shape.</exception>
    public static (Tensor Outputs, Tensor State) Scan(
        Tensor x, AxisRef axis, Tensor state, Func<Tensor, Tensor, (Tensor Output, Tensor State)> step, bool reverse = false,
        bool recompute = false, string name = "scan")
    {
        var (outputs, states) = Scan([x], axis, [state], (at, before) =>
        {
            var (output, next) = step(at[0], before[0]);
            return ([output], [next]);
        }, reverse, recompute, name);
        return (outputs[0], states[0]);
    }

    /// <summary>The same with a state of two parts, as that of an LSTM.</summary>
    /// <param name="x">The sequence, (B, T, D) for the axis T.</param>
    /// <param name="axis">The axis to go along.</param>
    /// <param name="state">The first state.</param>
    /// <param name="step">An output of any shape without the axis, and the next state.</param>
    /// <param name="reverse">Whether to go from the last position to the first.</param>
    /// <param name="recompute">Whether the backward pass computes each step again from its state.</param>
    /// <param name="name">The loop's name in the parameters' names.</param>
    /// <exception cref="ShapeException">There is no such axis, the state has it too, or the step changes the state's shape.</exception>
    public static (Tensor Outputs, (Tensor, Tensor) State) Scan(
        Tensor x, AxisRef axis, (Tensor, Tensor) state,
        Func<Tensor, (Tensor, Tensor), (Tensor Output, (Tensor, Tensor) State)> step, bool reverse = false,
        bool recompute = false, string name = "scan")
    {
        var (outputs, states) = Scan([x], axis, Items(state), (at, before) =>
        {
            var (output, next) = step(at[0], (before[0], before[1]));
            return ([output], Items(next));
        }, reverse, recompute, name);
        return (outputs[0], (states[0], states[1]));
    }

    /// <summary>
    /// The general form: a step gets an element of each sequence and the states, and gives outputs and the next states.
    /// </summary>
    /// <param name="sequences">At least one; all have the axis, with one size.</param>
    /// <param name="axis">The axis to go along.</param>
    /// <param name="states">The first states.</param>
    /// <param name="step">Outputs of any shapes without the axis, and the next states.</param>
    /// <param name="reverse">Whether to go from the last position to the first.</param>
    /// <param name="recompute">Whether the backward pass computes each step again from its states.</param>
    /// <param name="name">The loop's name in the parameters' names.</param>
    /// <returns>All positions' outputs, the axis where it is in the first sequence, and the last states.</returns>
    /// <exception cref="ShapeException">
    /// A sequence lacks the axis or has it with another size, an output or state has it too, or the step changes a state's shape.
    /// </exception>
    public static (Tensor[] Outputs, Tensor[] States) Scan(
        Tensor[] sequences, AxisRef axis, Tensor[] states,
        Func<Tensor[], Tensor[], (Tensor[] Outputs, Tensor[] States)> step, bool reverse = false, bool recompute = false,
        string name = "scan")
    {
        string loop = Definition.Current.Names.Unique(name);
        int place = axis.In(sequences[0].Shape);
        var along = sequences[0].Shape[place];
        foreach (var x in sequences.Where(x => x.Shape[axis.In(x.Shape)].Size != along.Size))
            throw ShapeException.Mismatch($"The scan '{loop}'", sequences[0].Shape, x.Shape, $"{along} and {x.Shape[axis.In(x.Shape)]} differ");
        var (outputs, last) = Primitives.Scan(
            loop, along, [.. sequences.Select(x => First(x, axis.In(x.Shape)))], [.. states], (at, before) =>
            {
                var (given, after) = step(at, before);
                foreach (var y in given.Where(y => along.Name is not null && y.Shape.IndexOf(along.Name) >= 0))
                    throw ShapeException.RepeatedAxis(along.Name!, y.Shape);
                return (given, Kept(loop, before, after));
            }, reverse, recompute);
        return ([.. outputs.Select(y => Place(y, place))], last);
    }

    // The axis before all others.
    private static Tensor First(Tensor x, int axis) =>
        Primitives.Transpose(x, [axis, .. Enumerable.Range(0, x.Shape.Rank).Where(i => i != axis)]);

    // The first axis at a place, or last where there are not so many.
    private static Tensor Place(Tensor x, int place)
    {
        var order = Enumerable.Range(1, x.Shape.Rank - 1).ToList();
        order.Insert(Math.Min(place, order.Count), 0);
        return Primitives.Transpose(x, [.. order]);
    }
}
