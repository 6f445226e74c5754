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
    /// <exception cref="ShapeException">The count is not a positive constant, or the body changes the shape.</exception>
    public static Tensor Repeat(Dim layers, Tensor x, Func<Tensor, Tensor> body, string name = "layers")
    {
        string loop = Definition.Current.Names.Unique(name);
        Sizes.Constant($"The number of times of loop '{loop}'", layers);
        return Primitives.Repeat(loop, layers, x, before =>
        {
            var after = body(before);
            return after.Shape.Equals(before.Shape) ? after : throw ShapeException.Loop(loop, before.Shape, after.Shape);
        });
    }
}
