using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// The first attention: Bahdanau, Cho and Bengio, Neural Machine Translation by Jointly Learning to Align and Translate, 2014. The
/// encoder reads in both directions; before each word the decoder's state looks for what to read.
/// </summary>
[Model]
internal sealed partial class Bahdanau
{
    private const int Vocab = 13, DModel = 7, Width = 9, Alignment = 5, Readout = 6;

    private static Tensor Loss(
        [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
    {
        var x = Embedding(source, Vocab, DModel);
        var backward = Gru(x, Width, reverse: true, name: "backward");
        var annotations = Concat(-1, Gru(x, Width, name: "forward"), backward);
        var isWord = Index(annotations, "S") < Unsqueeze(Values(lengths), -1);
        var start = Tanh(Linear(At(backward, "S", 0), Width));
        var (logits, _) = Scan(Embedding(tokens, Vocab, DModel), "T", start, (word, state) =>
        {
            var context = AdditiveAttention(state, annotations, annotations, Alignment, isWord);
            var next = GruCell(Concat(-1, word, context), state);
            var readout = SplitAxis(Linear(Concat(-1, state, word, context), 2 * Readout), -1, Readout, 2);
            return (Linear(Max(readout, -1), Vocab, name: "output"), next);
        });
        return CrossEntropy(logits, targets);
    }
}
