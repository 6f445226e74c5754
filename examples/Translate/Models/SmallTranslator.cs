using TensorDsl;
using TensorDsl.Sampling;

namespace TranslateExample.Models;

/// <summary>A form that learns in minutes on two cores.</summary>
[Model]
internal sealed partial class SmallTranslator : ITranslator
{
    private const int Layers = 2, Heads = 4, DModel = 128, DFf = 512;

    public int Width => DModel;

    IGeneration ITranslator.NewGeneration(ReadOnlySpan<float> memory, ReadOnlySpan<int> lengths, int b, int s, int capacity) =>
        NewGeneration(memory, lengths, b, s, capacity);

    internal static Tensor Encode([Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths) => Encoded(Transformer.Table(DModel), source, lengths);

    internal static Tensor Decode([Axes("B", "S", "DModel")] Tensor memory, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens) =>
        Decoded(Transformer.Table(DModel), memory, lengths, tokens);

    internal static Tensor Loss(
        [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
    {
        var table = Transformer.Table(DModel);
        return Transformer.Loss(Decoded(table, Encoded(table, source, lengths), lengths, tokens), targets);
    }

    private static Tensor Encoded(Tensor table, Tokens source, Tokens lengths) =>
        Transformer.Encode(table, source, lengths, Layers, Heads, DModel, DFf);

    private static Tensor Decoded(Tensor table, Tensor memory, Tokens lengths, Tokens tokens) =>
        Transformer.Decode(table, memory, lengths, tokens, Layers, Heads, DModel, DFf);
}
