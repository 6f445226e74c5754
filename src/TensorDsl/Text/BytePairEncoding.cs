using System.Globalization;
using System.Text;

namespace TensorDsl.Text;

/// <summary>
/// A vocabulary of subwords learned by merging the most frequent pair of neighbours again and again (Sennrich, Haddow,
/// Birch: Neural Machine Translation of Rare Words with Subword Units, 2016). It begins with the 256 bytes of UTF-8, so that
/// any text can be encoded, and no merge crosses a word's boundary.
/// </summary>
public sealed class BytePairEncoding
{
    private const int Bytes = 256;

    private readonly (int Left, int Right)[] _merges;
    private readonly Dictionary<(int, int), int> _ranks;
    private readonly byte[][] _texts;
    private readonly Dictionary<string, int[]> _known = [];

    private BytePairEncoding((int Left, int Right)[] merges, int reserved)
    {
        (_merges, Reserved) = (merges, reserved);
        _ranks = merges.Index().ToDictionary(merge => merge.Item, merge => merge.Index);
        _texts = new byte[Bytes + merges.Length][];
        for (int i = 0; i < _texts.Length; i++)
            _texts[i] = i < Bytes ? [(byte)i] : [.. _texts[merges[i - Bytes].Left], .. _texts[merges[i - Bytes].Right]];
    }

    /// <summary>Tokens 0 … Reserved − 1 stand for no text and are the caller's, for example padding, start and end.</summary>
    public int Reserved { get; }

    /// <summary>The number of distinct tokens, the reserved ones included.</summary>
    public int Count => Reserved + _texts.Length;

    /// <summary>Learns a vocabulary; of equally frequent pairs that of the lowest parts is merged.</summary>
    /// <param name="texts">What to learn from.</param>
    /// <param name="count">The size wanted; the result is smaller where nothing is left to merge.</param>
    /// <param name="reserved">Tokens kept free.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below that of the reserved tokens and the bytes.</exception>
    public static BytePairEncoding Learn(IEnumerable<string> texts, int count, int reserved = 0)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNegative(reserved);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, reserved + Bytes);
        var pairs = new PairCounts(texts.SelectMany(Words.Of).CountBy(word => word)
            .Select(word => ((List<int>)[.. Encoding.UTF8.GetBytes(word.Key)], word.Value)));
        var merges = new List<(int, int)>();
        while (merges.Count < count - reserved - Bytes && pairs.MostFrequent() is { } pair)
        {
            pairs.Merge(pair, Bytes + merges.Count);
            merges.Add(pair);
        }

        return new BytePairEncoding([.. merges], reserved);
    }

    /// <summary>The vocabulary that <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static BytePairEncoding Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] numbers = [.. text.Split(' ').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Bad())];
        if (numbers.Length % 2 == 0)
            throw Bad();
        var merges = numbers.Skip(1).Chunk(2).Select(pair => (Left: pair[0], Right: pair[1])).ToArray();
        return merges.Index().All(merge => Math.Max(merge.Item.Left, merge.Item.Right) < Bytes + merge.Index) && merges.Distinct().Count() == merges.Length
            ? new BytePairEncoding(merges, numbers[0])
            : throw Bad();

        static FormatException Bad() => new("The text is no byte-pair vocabulary.");
    }

    /// <summary>The vocabulary on one line: the number of reserved tokens, then both sides of each merge.</summary>
    public override string ToString() => string.Join(
        ' ', ((int[])[Reserved, .. _merges.SelectMany(merge => (int[])[merge.Left, merge.Right])]).Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The tokens of a text.</summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Words.Of(text).SelectMany(Tokens)];
    }

    /// <summary>The text of tokens; reserved ones are left out, and bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in 0 … <see cref="Count"/> − 1.</exception>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Encoding.UTF8.GetString([.. tokens.SelectMany(Text)]);
    }

    private byte[] Text(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Count);
        return token < Reserved ? [] : _texts[token - Reserved];
    }

    private int[] Tokens(string word)
    {
        if (_known.TryGetValue(word, out int[]? known))
            return known;
        List<int> parts = [.. Encoding.UTF8.GetBytes(word)];
        while (true)
        {
            int best = int.MaxValue;
            for (int i = 0; i + 1 < parts.Count; i++)
                best = Math.Min(best, _ranks.GetValueOrDefault((parts[i], parts[i + 1]), int.MaxValue));
            if (best == int.MaxValue)
                break;
            PairCounts.Replace(parts, _merges[best], Bytes + best);
        }

        return _known[word] = [.. parts.Select(part => part + Reserved)];
    }
}
