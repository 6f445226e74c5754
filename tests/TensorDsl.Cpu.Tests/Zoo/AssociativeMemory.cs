using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// A transformer written as reads from associative memories, learned ones and the text itself: Ramsauer et al., Hopfield Networks
/// is All You Need, 2021, and Geva et al., Transformer Feed-Forward Layers Are Key-Value Memories, 2021.
/// </summary>
[Model]
internal sealed partial class AssociativeMemory
{
    private const int Vocab = 13, Context = 8, Layers = 2, DModel = 10, Cells = 7;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(Layers, x, q =>
        {
            var keys = Parameter("keys", Normal(0.5), Cells, DModel);
            var values = Parameter("values", Normal(0.5), Cells, DModel);
            var temperature = Temperature(Math.Sqrt(DModel));
            q += Memory(q, keys, values, temperature);
            q += Memory(q, q, q, temperature, Mask.Causal);
            return q + Memory(q, values, keys, temperature);
        });
        return Linear(RmsNorm(x), Vocab);
    }
}
