namespace TensorDsl.Generator.Graph;

/// <summary>A parameter's declaration; inside loops it stands for one tensor per iteration.</summary>
/// <param name="Name">Its dotted name, with <c>*</c> where a loop's index goes.</param>
/// <param name="Shape">Its shape, all sizes constant.</param>
/// <param name="Initializer">Where its values come from.</param>
/// <param name="Loops">The loops around it, outermost first.</param>
internal sealed record ParameterSlot(string Name, Shape Shape, Initializer Initializer, IReadOnlyList<LoopNode> Loops)
{
    public long Count => Shape.Count.Factor;
}
