namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// Gives a value a name under which it can be looked at: returns x. Eagerly the values stand in
    /// <c>EagerModel.Taps</c>; a generated model with taps has a class <c>Look</c>, and an overload of each method that
    /// takes one, after which <c>look.Taps.Name</c> holds what was seen, for each iteration of the loops around. The other
    /// methods are as if there were no tap.
    /// </summary>
    /// <param name="name">Letters, digits and underscores, a letter first; once in what an entry point runs.</param>
    /// <param name="x">Any shape.</param>
    /// <exception cref="ShapeException">The name is malformed, or another tap has it.</exception>
    public static Tensor Tap(string name, Tensor x)
    {
        if (x is null)
            throw new ArgumentNullException(nameof(x));
        Definition.Current.Names.Look("tap", name, Definition.Current.Moment);
        return Primitives.Tap(name, x);
    }

    /// <summary>
    /// Gives a value a name under which it can be changed: returns x, or what the caller has put in its place. Eagerly
    /// that is a function in <c>EagerModel.Patches</c>; in a generated model <c>look.Patches.Name</c> replaces elements, or
    /// adds to them, for each iteration of the loops around. What is replaced passes no gradient back.
    /// Methods that are called without a look are as if there were no patch.
    /// </summary>
    /// <param name="name">Letters, digits and underscores, a letter first; once in what an entry point runs.</param>
    /// <param name="x">Any shape.</param>
    /// <exception cref="ShapeException">The name is malformed, or another patch has it.</exception>
    public static Tensor Patch(string name, Tensor x)
    {
        if (x is null)
            throw new ArgumentNullException(nameof(x));
        Definition.Current.Names.Look("patch", name, Definition.Current.Moment);
        return Primitives.Patch(name, x);
    }
}
