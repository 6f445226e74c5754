using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// LLaMA: Touvron et al., LLaMA: Open and Efficient Foundation Language Models, 2023, with the grouped queries of its second
/// version. RMSNorm, rotary positions, SwiGLU, no biases.
/// </summary>
[Model]
internal sealed partial class Llama
{
    private const int Vocab = 17, Layers = 2, Heads = 6, KeyHeads = 2, DModel = 13, DK = 4, DV = 5, DFf = 19;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel);
        x = Repeat(Layers, x, h =>
        {
            h += SelfAttention(RmsNorm(h), Heads, DK, DV, Mask.Causal, bias: false, keyHeads: KeyHeads, rotate: q => Rotary(q));
            return h + SwiGlu(RmsNorm(h), DFf);
        });
        return Linear(RmsNorm(x), Vocab, bias: false);
    }
}
