namespace TensorDsl.Generator.Graph;

/// <summary>
/// Each operand at its placement along a longer axis, and zeros where there is none: concatenation, padding, shifting,
/// and the transpose of a slice.
/// </summary>
internal sealed class JoinNode(Region region, int axis, Axis whole, IReadOnlyList<Placement> places, params Node[] parts)
    : Node(region, parts[0].Shape.With(axis, whole), parts)
{
    public int Axis => axis;

    public IReadOnlyList<Placement> Places => places;

    /// <summary>Whether every element of the result is known to come from an operand; operands never overlap.</summary>
    public bool IsCovered => places.All(place => !place.IsClipped)
        && Inputs.Aggregate((Offset)0, (sum, part) => sum + part.Shape[axis].Size).Equals(whole.Size);

    public override string Attributes =>
        $"{axis} {whole} {string.Join(", ", places.Select(place => $"{place.Start} {place.Step} {place.IsClipped}"))}";
}
