using TensorDsl.Sampling;
using TensorDsl.Text;
using TranslateExample.Models;

namespace TranslateExample.Translating;

/// <summary>Translates sentence by sentence with a beam search.</summary>
internal sealed class SentenceTranslator(ITranslator model, BytePairEncoding vocabulary, int beams = 4)
{
    // As in Vaswani et al., section 6.1: this much longer than the source at most.
    private const int Surplus = 50;

    public string Translate(string sentence)
    {
        int[] source = vocabulary.Encode(string.Join(' ', sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        if (source.Length == 0)
            return "";
        int size = source.Length * model.Width;
        float[] memory = new float[beams * size];
        model.Encode(source, [source.Length], 1, source.Length, memory.AsSpan(0, size));
        for (int b = 1; b < beams; b++)
            memory.AsSpan(0, size).CopyTo(memory.AsSpan(b * size));
        int[] lengths = [.. Enumerable.Repeat(source.Length, beams)];

        int longest = source.Length + Surplus;
        using var generation = model.NewGeneration(memory, lengths, beams, source.Length, longest);
        return vocabulary.Decode(BeamSearch.Search(generation, [Vocabulary.Start], Vocabulary.End, longest)[0].Tokens);
    }
}
