using TensorDsl;
using static TensorDsl.Ops;

namespace CharGptExample;

/// <summary>
/// A GPT over printable ASCII: pre-norm transformer layers, causal attention, learned positions, no biases, and a head
/// that shares the embedding's table (Radford et al., Language Models are Unsupervised Multitask Learners, 2019).
/// </summary>
[Model]
public sealed partial class CharGpt
{
    /// <summary>Printable ASCII and the line break.</summary>
    public const int Vocab = 96;

    /// <summary>The longest text that the model sees at once, in characters.</summary>
    public const int Context = 64;

    private const int Layers = 4, Heads = 4, DModel = 128, DK = 32, DV = 32, DFf = 512;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var small = Normal(0.02);
        var residual = Normal(0.02 / Math.Sqrt(2 * Layers));
        var table = Parameter("embedding", small, Vocab, DModel);
        var x = Embedding(tokens, table) + LearnedPositions(tokens, Context, DModel, small);
        x = Repeat(Layers, x, h =>
        {
            h += SelfAttention(LayerNorm(h, bias: false), Heads, DK, DV, Mask.Causal, bias: false, small, residual);
            h += FeedForward(LayerNorm(h, bias: false), DFf, Gelu, bias: false, small, residual);
            return h;
        });
        return Unembed(LayerNorm(x, bias: false), table);
    }
}
