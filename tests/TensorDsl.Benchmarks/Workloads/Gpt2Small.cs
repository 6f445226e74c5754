using static TensorDsl.Ops;

namespace TensorDsl.Benchmarks;

/// <summary>
/// The smallest GPT-2, 124,439,808 parameters, without dropout (Radford et al., Language Models are Unsupervised Multitask
/// Learners, 2019).
/// </summary>
[Model]
internal sealed partial class Gpt2Small
{
    private const int Layers = 12, Heads = 12, DModel = 768, D = 64, DFf = 3072, Vocab = 50257, Length = 1024;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var (init, residual) = (Normal(0.02), Normal(0.02 / Math.Sqrt(2 * Layers)));
        var table = Parameter("embedding", init, Vocab, DModel);
        var x = Embedding(tokens, table) + LearnedPositions(tokens, Length, DModel, init);
        x = Repeat(Layers, x, h =>
        {
            h += SelfAttention(LayerNorm(h), Heads, D, D, Mask.Causal, init: init, outputInit: residual);
            return h + FeedForward(LayerNorm(h), DFf, GeluTanh, init: init, outputInit: residual);
        });
        return Unembed(LayerNorm(x), table);
    }
}
