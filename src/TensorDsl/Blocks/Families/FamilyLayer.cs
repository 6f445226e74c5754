namespace TensorDsl;

/// <summary>What the layers of one transformer have in common.</summary>
internal sealed record FamilyLayer(
    Dim Heads, Dim DK, Dim DV, Dim DFf, PositionKind Positions, NormPlacement Placement, ActivationKind Activation, bool Bias,
    Initializer? Init = null, Initializer? OutputInit = null, Dim? KeyHeads = null)
{
    /// <summary>One layer: self-attention, attention to the memory if there is one, feed-forward.</summary>
    public Tensor Of(Tensor x, Mask mask, Tensor? memory = null, Mask? memoryMask = null)
    {
        Func<Tensor, Tensor>? rotate = Positions == PositionKind.Rotary ? q => Ops.Rotary(q) : null;
        x = Residual(x, h => Ops.SelfAttention(
            h, Heads, DK, DV, mask, Bias, Init, OutputInit, keyHeads: KeyHeads, rotate: rotate,
            relative: Positions == PositionKind.Alibi ? Ops.Alibi(h, Heads) : null));
        if (memory is not null)
            x = Residual(x, h => Ops.CrossAttention(h, memory, Heads, DK, DV, memoryMask ?? Mask.None, Bias, Init, OutputInit, keyHeads: KeyHeads));
        return Residual(x, FeedForward);
    }

    /// <summary>The embedding with its positions, of which there are at most <paramref name="context"/>.</summary>
    public Tensor Place(Tensor x, Dim context, string name = "positions")
    {
        if (Positions == PositionKind.Learned)
            return x + Ops.LearnedPositions(x, context, Init, name);
        Ops.Bound(x, context);
        return Positions == PositionKind.Sinusoidal ? x + Ops.SinusoidalPositions(x) : x;
    }

    /// <summary>What the last layer gives, normalised.</summary>
    public Tensor Finish(Tensor x, string name = "layerNorm") => Placement == NormPlacement.Pre ? Ops.LayerNorm(x, Bias, name: name) : x;

    private Tensor Residual(Tensor x, Func<Tensor, Tensor> branch) => Ops.Residual(x, branch, Placement, Norm);

    private Tensor Norm(Tensor x) => Ops.LayerNorm(x, Bias);

    private Tensor FeedForward(Tensor x) => Activation switch
    {
        ActivationKind.SwiGlu => Ops.SwiGlu(x, DFf, Bias, Init, OutputInit),
        ActivationKind.GeGlu => Ops.GeGlu(x, DFf, Bias, Init, OutputInit),
        ActivationKind.GeluTanh => Ops.FeedForward(x, DFf, Ops.GeluTanh, Bias, Init, OutputInit),
        ActivationKind.Relu => Ops.FeedForward(x, DFf, Ops.Relu, Bias, Init, OutputInit),
        ActivationKind.Silu => Ops.FeedForward(x, DFf, Ops.Silu, Bias, Init, OutputInit),
        _ => Ops.FeedForward(x, DFf, Ops.Gelu, Bias, Init, OutputInit),
    };
}
