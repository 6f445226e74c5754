using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// GPT-2: Radford et al., Language Models are Unsupervised Multitask Learners, 2019. Normalisation before each sublayer, GELU
/// through tanh, dropout, the output tied to the embedding, residual projections that start smaller.
/// </summary>
[Model]
internal sealed partial class Gpt2
{
    private const int Vocab = 17, Context = 11, Layers = 2, Heads = 3, DModel = 15, DK = 5, DV = 7, DFf = 22;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var (init, residual) = (Normal(0.02), Normal(0.02 / Math.Sqrt(2 * Layers)));
        var table = Parameter("embedding", init, Vocab, DModel);
        var x = Dropout(Embedding(tokens, table) + LearnedPositions(tokens, Context, DModel, init), 0.1);
        x = Repeat(Layers, x, h =>
        {
            h += Dropout(SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal, init: init, outputInit: residual), 0.1);
            return h + Dropout(FeedForward(LayerNorm(h), DFf, GeluTanh, init: init, outputInit: residual), 0.1);
        });
        return Unembed(LayerNorm(x), table);
    }
}
