using System.Globalization;
using TensorDsl.Text;

namespace TranslateExample.Translating;

/// <summary>How good translations of held-out sentences are, next to leaving the source as it is.</summary>
internal sealed record Quality(double Bleu, double CopiedBleu, int Sentences)
{
    public static Quality Of(SentenceTranslator translator, IEnumerable<SentencePair> pairs)
    {
        var (bleu, copied) = (new Bleu(), new Bleu());
        int count = 0;
        foreach (var pair in pairs)
        {
            bleu.Add(translator.Translate(pair.Source), pair.Target);
            copied.Add(pair.Source, pair.Target);
            count++;
        }

        return new Quality(bleu.Score, copied.Score, count);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"BLEU {100 * Bleu:F2} on {Sentences:N0} held-out sentences; {100 * CopiedBleu:F2} for the English as it is");
}
