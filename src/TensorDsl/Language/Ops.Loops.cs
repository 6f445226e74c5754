namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Sends x through <paramref name="body"/> several times; each time has parameters of its own, named
    /// <c>layers.0…</c>, <c>layers.1…</c> and so on. The generated code keeps it a loop.
    /// </summary>
    /// <param name="layers">How often: a positive constant.</param>
    /// <param name="x">The first input.</param>
    /// <param name="body">One layer; its result has its input's shape.</param>
    /// <param name="name">The loop's name in the parameters' names.</param>
    /// <param name="recompute">
    /// Whether the backward pass computes each layer again from its input, instead of keeping what is inside: the layer
    /// then costs a third more arithmetic, and the memory of one layer instead of that of all
    /// (Chen et al.: Training Deep Nets with Sublinear Memory Cost, 2016).
    /// </param>
    /// <exception cref="ShapeException">The count is not a positive constant, or the body changes the shape.</exception>
    public static Tensor Repeat(
        Dim layers, Tensor x, Func<Tensor, Tensor> body, string name = "layers", bool recompute = false) =>
        Repeat(layers, [x], before => [body(before[0])], recompute, name)[0];

    /// <summary>The same for two values that go from layer to layer.</summary>
    /// <param name="layers">How often: a positive constant.</param>
    /// <param name="x">The first inputs.</param>
    /// <param name="body">One layer; each of its results has the shape of its input.</param>
    /// <param name="name">The loop's name in the parameters' names.</param>
    /// <param name="recompute">Whether the backward pass computes each layer again from its inputs.</param>
    /// <exception cref="ShapeException">The count is not a positive constant, or the body changes a shape.</exception>
    public static (Tensor, Tensor) Repeat(
        Dim layers, (Tensor, Tensor) x, Func<(Tensor, Tensor), (Tensor, Tensor)> body, string name = "layers", bool recompute = false)
    {
        var last = Repeat(layers, [x.Item1, x.Item2], before => Items(body((before[0], before[1]))), recompute, name);
        return (last[0], last[1]);
    }

    /// <summary>The same for three values that go from layer to layer.</summary>
    /// <param name="layers">How often: a positive constant.</param>
    /// <param name="x">The first inputs.</param>
    /// <param name="body">One layer; each of its results has the shape of its input.</param>
    /// <param name="name">The loop's name in the parameters' names.</param>
    /// <param name="recompute">Whether the backward pass computes each layer again from its inputs.</param>
    /// <exception cref="ShapeException">The count is not a positive constant, or the body changes a shape.</exception>
    public static (Tensor, Tensor, Tensor) Repeat(
        Dim layers, (Tensor, Tensor, Tensor) x, Func<(Tensor, Tensor, Tensor), (Tensor, Tensor, Tensor)> body,
        string name = "layers", bool recompute = false)
    {
        var last = Repeat(layers, [x.Item1, x.Item2, x.Item3], before => Items(body((before[0], before[1], before[2]))), recompute, name);
        return (last[0], last[1], last[2]);
    }

    private static Tensor[] Items((Tensor, Tensor) pair) => [pair.Item1, pair.Item2];

    private static Tensor[] Items((Tensor, Tensor, Tensor) triple) => [triple.Item1, triple.Item2, triple.Item3];

    private static Tensor[] Repeat(Dim layers, Tensor[] x, Func<Tensor[], Tensor[]> body, bool recompute, string name)
    {
        string loop = Definition.Current.Names.Loop(name, layers);
        Sizes.Constant($"The number of times of loop '{loop}'", layers);
        return Primitives.Repeat(loop, layers, x, before => Kept(loop, before, body(before)), recompute);
    }

    // What a loop carries must keep its shape.
    private static Tensor[] Kept(string loop, Tensor[] before, Tensor[] after)
    {
        for (int i = 0; i < before.Length; i++)
        {
            if (!after[i].Shape.Equals(before[i].Shape))
                throw ShapeException.Loop(loop, before[i].Shape, after[i].Shape);
        }

        return after;
    }
}
