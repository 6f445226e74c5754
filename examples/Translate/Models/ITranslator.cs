using TensorDsl;
using TensorDsl.Sampling;

namespace TranslateExample.Models;

/// <summary>What every form of the translator does. All spans are row-major.</summary>
internal interface ITranslator : IModel
{
    /// <summary>The width of the memory, DModel.</summary>
    int Width { get; }

    /// <summary>Reads sources (B, S) of the given lengths (B) and writes their memory (B, S, DModel).</summary>
    void Encode(ReadOnlySpan<int> source, ReadOnlySpan<int> lengths, int b, int s, Span<float> encode);

    /// <summary>Translations to be written token by token, with the memory's keys and values kept.</summary>
    IGeneration NewGeneration(ReadOnlySpan<float> memory, ReadOnlySpan<int> lengths, int b, int s, int capacity);

    /// <summary>The logits (B, T, Vocab) of what follows each of the tokens (B, T).</summary>
    void Decode(ReadOnlySpan<float> memory, ReadOnlySpan<int> lengths, ReadOnlySpan<int> tokens, int b, int s, int t, Span<float> decode);

    /// <summary>The mean loss of the targets that are no padding.</summary>
    float Loss(ReadOnlySpan<int> source, ReadOnlySpan<int> lengths, ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int s, int t);

    /// <summary>The same loss; the gradients then hold its gradient.</summary>
    float Backward(ReadOnlySpan<int> source, ReadOnlySpan<int> lengths, ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int s, int t);

    /// <summary>That gradient alone, which a device is asked for and not waited for.</summary>
    void Differentiate(ReadOnlySpan<int> source, ReadOnlySpan<int> lengths, ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int s, int t);
}
