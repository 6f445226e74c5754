namespace TensorDsl.Generator.Graph;

/// <summary>
/// What dropout multiplies by: 0, or for kept elements 1 / (1 − rate). A function of the seed, the place, the iterations of
/// <see cref="Loops"/> (the forward ones, outermost first) and the element's row-major index, which kernels make on the spot.
/// </summary>
internal sealed class KeptNode(Region region, Shape shape, DropoutPlace place, IReadOnlyList<LoopNode> loops) : Node(region, shape)
{
    public DropoutPlace Place => place;

    public IReadOnlyList<LoopNode> Loops => loops;

    public override string Attributes => FormattableString.Invariant($"{place.Name} {place.Rate:R} {Shape}");
}
