using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// A language model of long short-term memory: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997, with dropout between the
/// layers: Zaremba, Sutskever and Vinyals, Recurrent Neural Network Regularization, 2014.
/// </summary>
[Model]
internal sealed partial class LstmLanguageModel
{
    private const int Vocab = 13, Layers = 2, DModel = 9;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Uniform(0.1));
        x = Repeat(Layers, x, h => Lstm(Dropout(h, 0.2), DModel));
        return Linear(Dropout(x, 0.2), Vocab);
    }
}
