using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Two layers of gated recurrent units in both directions, and one from a learned state, without biases.</summary>
[Model]
internal sealed partial class GatedRecurrences
{
    private const int Vocab = 9, DModel = 6, Width = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        for (int layer = 0; layer < 2; layer++)
            x = Linear(Gru(x, Width), DModel) + Linear(Gru(x, Width + 2, reverse: true), DModel);
        var start = Mean(x, "T") + Parameter("start", Normal(0.5), DModel);
        var (y, last) = GruWithState(x, DModel, start, bias: false);
        return Linear(y * SplitAxis(last, 0, last.Shape[0].Size, 1), Vocab);
    }
}

/// <summary>Two layers of long short-term memory, the second from the first's last state, and one in the layers of a loop.</summary>
[Model]
internal sealed partial class LongMemories
{
    private const int Vocab = 8, DModel = 7, Width = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        x = Repeat(2, x, h => h + Linear(Lstm(h, Width, reverse: true, bias: false), DModel));
        var (lower, state) = LstmWithState(x, Width);
        var (upper, _) = LstmWithState(lower, Width, state);
        var cells = Scan(x, "T", (state.H, state.C), (at, s) =>
        {
            var next = LstmCell(at, s);
            return (next.C, next);
        });
        return Linear(upper + cells.Outputs, Vocab);
    }
}

/// <summary>A recurrent encoder and a recurrent decoder that attends to it at each step; padding is not read.</summary>
[Model]
internal sealed partial class Translating
{
    private const int Vocab = 9, DModel = 6, Width = 5, Meeting = 4;

    internal static Tensor Logits([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens target)
    {
        var (memory, last) = GruWithState(Embedding(source, Vocab, DModel, Normal(0.7), name: "source"), Width);
        var both = memory + Gru(memory, Width, reverse: true, name: "backward");
        var mask = Index(memory, "S") <= 3;
        var words = Embedding(target, Vocab, DModel, Normal(0.7), name: "target");
        var (outputs, _) = Scan(words, "T", last, (word, state) =>
        {
            var read = AdditiveAttention(state, Dropout(memory, 0.2), both, Meeting, mask);
            var next = GruCell(word + Linear(read, DModel), state);
            next = Repeat(2, next, h => h + Dropout(0.5 * h, 0.3));
            return (Linear(next, Vocab) + Linear(read, Vocab, bias: false, name: "copy"), next);
        });
        var again = AdditiveAttention(words, both, memory, Meeting, name: "again");
        return outputs + Linear(again, Vocab) + Linear(AdditiveAttention(words, words, words, 3, name: "self"), Vocab);
    }

    internal static Tensor Loss([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens target, [Axes("B", "T")] Tokens next) =>
        CrossEntropy(Logits(source, target), next);
}
