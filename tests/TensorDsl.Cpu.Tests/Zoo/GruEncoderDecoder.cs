using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// An encoder and a decoder of gated recurrent units, of which one vector passes from one to the other: Cho et al., Learning Phrase
/// Representations using RNN Encoder-Decoder for Statistical Machine Translation, 2014.
/// </summary>
[Model]
internal sealed partial class GruEncoderDecoder
{
    private const int Vocab = 13, DModel = 7, Width = 9;

    private static Tensor Loss([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
    {
        var (_, last) = GruWithState(Embedding(source, Vocab, DModel), Width, name: "encoder");
        var summary = Tanh(Linear(last, Width, name: "summary"));
        var words = Embedding(tokens, Vocab, DModel);
        var start = Tanh(Linear(summary, Width, name: "start"));
        var states = Gru(Linear(words, Width) + Linear(summary, Width), Width, start, name: "decoder");
        return CrossEntropy(Linear(states, Vocab) + Linear(words, Vocab) + Linear(summary, Vocab), targets);
    }
}
