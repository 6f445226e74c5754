namespace TensorDsl.Generator.Graph;

/// <summary>Which keys a query may see, where the streaming kernel knows the pattern.</summary>
internal enum AttentionMask
{
    None,
    Causal,
}

/// <summary>
/// softmax(scale · query · keyᵀ, masked) · value, computed block by block: query (B, T, H, DK), key (B, S, H, DK),
/// value (B, S, H, DV), result (B, T, H, DV). Recognised, never written.
/// </summary>
internal sealed class AttentionNode(Region region, Node query, Node key, Node value, double scale, AttentionMask mask, Dim past)
    : Node(region, query.Shape.With(3, value.Shape[3]), query, key, value)
{
    public double Scale => scale;

    public AttentionMask Mask => mask;

    /// <summary>How many keys come before the first query's own: 0 where queries and keys are the same positions.</summary>
    public Dim Past => past;

    public override string Attributes => FormattableString.Invariant($"{mask} {scale:R} {past}");
}

/// <summary>The logarithm of each row's sum of exponentials, (B, H, T): all that the backward pass needs of the scores.</summary>
internal sealed class AttentionStatisticsNode(Region region, AttentionNode attention)
    : Node(region, new Shape(attention.Shape[0], attention.Shape[2], attention.Shape[1]), attention);

/// <summary>The gradients of an attention; <see cref="AttentionGradientPartNode"/> picks one.</summary>
internal sealed class AttentionGradientNode(Region region, AttentionNode forward, AttentionStatisticsNode statistics, Node gradient)
    : Node(region, Shape.Scalar, forward.Inputs[0], forward.Inputs[1], forward.Inputs[2], forward, statistics, gradient)
{
    public double Scale => forward.Scale;

    public AttentionMask Mask => forward.Mask;
}

/// <summary>The gradient with respect to query (0), key (1) or value (2).</summary>
internal sealed class AttentionGradientPartNode(Region region, AttentionGradientNode gradients, int part)
    : Node(region, gradients.Inputs[part].Shape, gradients)
{
    public int Part => part;

    public override string Attributes => part.ToString(CultureInfo.InvariantCulture);
}
