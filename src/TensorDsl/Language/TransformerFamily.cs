namespace TensorDsl;

/// <summary>The families of transformers that <see cref="TransformerAttribute"/> stands for.</summary>
public enum TransformerFamily
{
    /// <summary>A causal language model: <see cref="Ops.DecoderOnly"/> (Radford et al., 2019).</summary>
    DecoderOnly,

    /// <summary>A masked language model: <see cref="Ops.EncoderOnly"/> (Devlin et al., 2019).</summary>
    EncoderOnly,

    /// <summary>From one sequence to another: <see cref="Ops.EncoderDecoder"/> (Vaswani et al., 2017).</summary>
    EncoderDecoder,

    /// <summary>A classifier of images in patches: <see cref="Ops.Vision"/> (Dosovitskiy et al., 2021).</summary>
    Vision,
}

/// <summary>How a transformer knows of positions.</summary>
public enum PositionKind
{
    /// <summary><see cref="Ops.LearnedPositions(Tensor, Dim, Initializer?, string)"/>, added to the embedding.</summary>
    Learned,

    /// <summary><see cref="Ops.SinusoidalPositions(Tensor)"/>, added to the embedding.</summary>
    Sinusoidal,

    /// <summary><see cref="Ops.Rotary"/>, in each self-attention.</summary>
    Rotary,

    /// <summary><see cref="Ops.Alibi"/>, in each self-attention.</summary>
    Alibi,

    /// <summary>Not at all, but through its masks.</summary>
    None,
}

/// <summary>The feed-forward layer of a transformer.</summary>
public enum ActivationKind
{
    /// <summary><see cref="Ops.FeedForward"/> with <see cref="Ops.Gelu"/>.</summary>
    Gelu,

    /// <summary><see cref="Ops.FeedForward"/> with <see cref="Ops.GeluTanh"/>.</summary>
    GeluTanh,

    /// <summary><see cref="Ops.FeedForward"/> with <see cref="Ops.Relu"/>.</summary>
    Relu,

    /// <summary><see cref="Ops.FeedForward"/> with <see cref="Ops.Silu"/>.</summary>
    Silu,

    /// <summary><see cref="Ops.SwiGlu"/>.</summary>
    SwiGlu,

    /// <summary><see cref="Ops.GeGlu"/>.</summary>
    GeGlu,
}
