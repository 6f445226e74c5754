using System.Runtime.InteropServices;

namespace TensorDsl.Text;

/// <summary>
/// BLEU of a whole corpus with one reference each: the geometric mean of the clipped precisions of 1 to 4 words in a row,
/// times exp(1 − r / c) where all translations together have c words, fewer than the references' r (Papineni et al.: BLEU: a
/// Method for Automatic Evaluation of Machine Translation, 2002). Nothing is smoothed.
/// </summary>
public sealed class Bleu
{
    /// <summary>The most words in a row.</summary>
    public const int MaxOrder = 4;

    private readonly long[] _matches = new long[MaxOrder];
    private readonly long[] _totals = new long[MaxOrder];
    private long _length;
    private long _referenceLength;

    /// <summary>The score, from 0 to 1; 0 where no four words in a row, or three, two, one, are right.</summary>
    public double Score => _matches.Contains(0)
        ? 0
        : BrevityPenalty * Math.Exp(Enumerable.Range(1, MaxOrder).Average(n => Math.Log(Precision(n))));

    /// <summary>1, or less where the translations are shorter than the references.</summary>
    public double BrevityPenalty => _length >= _referenceLength ? 1 : _length == 0 ? 0 : Math.Exp(1 - ((double)_referenceLength / _length));

    /// <summary>The share of the translations' n words in a row that stand in the reference, each as often as there at most.</summary>
    /// <param name="n">From 1 to <see cref="MaxOrder"/>.</param>
    public double Precision(int n) => _totals[n - 1] == 0 ? 0 : (double)_matches[n - 1] / _totals[n - 1];

    /// <summary>Adds a translation, both sides cut by <see cref="Tokenize"/>.</summary>
    public void Add(string translation, string reference) => Add(Tokenize(translation), Tokenize(reference));

    /// <summary>Adds a translation in words.</summary>
    public void Add(IReadOnlyList<string> translation, IReadOnlyList<string> reference)
    {
        ArgumentNullException.ThrowIfNull(translation);
        ArgumentNullException.ThrowIfNull(reference);
        _length += translation.Count;
        _referenceLength += reference.Count;
        for (int n = 1; n <= MaxOrder; n++)
        {
            var allowed = Counts(reference, n);
            foreach (var (words, count) in Counts(translation, n))
            {
                _matches[n - 1] += Math.Min(count, allowed.GetValueOrDefault(words));
                _totals[n - 1] += count;
            }
        }
    }

    /// <summary>
    /// Words: runs of letters and digits (Unicode's, case kept), and every other character that is no white space alone.
    /// </summary>
    public static IReadOnlyList<string> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            int start = i++;
            if (char.IsWhiteSpace(text[start]))
                continue;
            while (char.IsLetterOrDigit(text[start]) && i < text.Length && char.IsLetterOrDigit(text[i]))
                i++;
            words.Add(text[start..i]);
        }

        return words;
    }

    // A character that is in no word keeps the words of a key apart.
    private static Dictionary<string, int> Counts(IReadOnlyList<string> words, int n)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i + n <= words.Count; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, string.Join(' ', Enumerable.Range(i, n).Select(at => words[at])), out _)++;
        return counts;
    }
}
