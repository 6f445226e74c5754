namespace TensorDsl;

/// <summary>
/// Makes an empty partial class a transformer: the purely declarative form of <see cref="Ops.DecoderOnly"/>,
/// <see cref="Ops.EncoderOnly"/>, <see cref="Ops.EncoderDecoder"/> or <see cref="Ops.Vision"/>, to which it expands, with the
/// entry points <c>Logits</c>, <c>Loss</c>, <c>Encode</c> where there is an encoder, and <c>Decode</c> where there are both.
/// Every size of the family must be given and positive, and none that it has no use for.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TransformerAttribute : Attribute
{
    /// <summary>The family; decoder-only if not given.</summary>
    public TransformerFamily Family { get; set; }

    /// <summary>The number of layers; of an encoder-decoder, of each of both.</summary>
    public int Layers { get; set; }

    /// <summary>The number of attention heads in each layer.</summary>
    public int Heads { get; set; }

    /// <summary>The number of heads of keys and values, each of which several heads of queries share; as many as <see cref="Heads"/> if not given.</summary>
    public int KeyHeads { get; set; }

    /// <summary>The width of the residual stream.</summary>
    public int DModel { get; set; }

    /// <summary>The width of one head's queries and keys.</summary>
    public int DK { get; set; }

    /// <summary>The width of one head's values.</summary>
    public int DV { get; set; }

    /// <summary>The width of the feed-forward layer.</summary>
    public int DFf { get; set; }

    /// <summary>The number of distinct tokens; not for vision.</summary>
    public int Vocab { get; set; }

    /// <summary>The longest sequence; not for vision.</summary>
    public int Context { get; set; }

    /// <summary>The height and width of images, in pixels; for vision only.</summary>
    public int Image { get; set; }

    /// <summary>The side of a patch, in pixels, which divides <see cref="Image"/>; for vision only.</summary>
    public int Patch { get; set; }

    /// <summary>The number of numbers for each pixel, 3 if not given; for vision only.</summary>
    public int Channels { get; set; } = 3;

    /// <summary>The number of classes; for vision only.</summary>
    public int Classes { get; set; }

    /// <summary>How it knows of positions: learned if not given, and sinusoidal for an encoder-decoder.</summary>
    public PositionKind Positions { get; set; }

    /// <summary>
    /// Where residual branches are normalised: before if not given, and after for encoder-only and encoder-decoder.
    /// </summary>
    public NormPlacement Placement { get; set; }

    /// <summary>The feed-forward layer: GELU if not given, and ReLU for an encoder-decoder.</summary>
    public ActivationKind Activation { get; set; }

    /// <summary>Whether the embedding's table is the output's too: true if not given; not for vision.</summary>
    public bool Tied { get; set; } = true;

    /// <summary>The most bytes that training may take, as <see cref="ModelAttribute.MaxTrainingBytes"/> says.</summary>
    public long MaxTrainingBytes { get; set; }

    /// <summary>The sizes that <see cref="MaxTrainingBytes"/> is for, as <see cref="ModelAttribute.TrainingSizes"/> says.</summary>
    public string? TrainingSizes { get; set; }
}
