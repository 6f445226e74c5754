namespace TensorDsl;

/// <summary>
/// Makes an empty partial class a decoder-only transformer: the purely declarative form of
/// <see cref="Ops.DecoderOnly"/>, to which it expands. Every size must be given and positive.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TransformerAttribute : Attribute
{
    /// <summary>The number of layers.</summary>
    public int Layers { get; set; }

    /// <summary>The number of attention heads in each layer.</summary>
    public int Heads { get; set; }

    /// <summary>The width of the residual stream.</summary>
    public int DModel { get; set; }

    /// <summary>The width of one head's queries and keys.</summary>
    public int DK { get; set; }

    /// <summary>The width of one head's values.</summary>
    public int DV { get; set; }

    /// <summary>The width of the feed-forward layer.</summary>
    public int DFf { get; set; }

    /// <summary>The number of distinct tokens.</summary>
    public int Vocab { get; set; }

    /// <summary>The longest sequence.</summary>
    public int Context { get; set; }
}
