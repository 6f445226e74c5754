using System.Runtime.InteropServices;

namespace TensorDsl.Text;

/// <summary>How often two parts stand side by side in the words of a text, kept up to date while pairs are merged.</summary>
internal sealed class PairCounts
{
    private readonly List<(List<int> Parts, int Count)> _words;
    private readonly Dictionary<(int, int), long> _counts = [];
    private readonly Dictionary<(int, int), HashSet<int>> _places = [];

    /// <summary>Counts the pairs of distinct words, each with its frequency.</summary>
    public PairCounts(IEnumerable<(List<int> Parts, int Count)> words)
    {
        _words = [.. words];
        for (int word = 0; word < _words.Count; word++)
            Count(word, 1);
    }

    /// <summary>The pair that stands most often, and at least twice; of equal ones that of the lowest parts.</summary>
    public (int Left, int Right)? MostFrequent()
    {
        (long Count, (int, int) Pair) best = (1, default);
        foreach (var (pair, count) in _counts)
        {
            if (count > best.Count || (count == best.Count && count > 1 && pair.CompareTo(best.Pair) < 0))
                best = (count, pair);
        }

        return best.Count > 1 ? best.Pair : null;
    }

    /// <summary>Makes one part of a pair, wherever it stands.</summary>
    public void Merge((int Left, int Right) pair, int merged)
    {
        foreach (int word in _places[pair].Order().ToArray())
        {
            Count(word, -1);
            Replace(_words[word].Parts, pair, merged);
            Count(word, 1);
        }

        _counts.Remove(pair);
        _places.Remove(pair);
    }

    /// <summary>Replaces a pair in a word, from left to right.</summary>
    public static void Replace(List<int> parts, (int Left, int Right) pair, int merged)
    {
        int count = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            bool isPair = i + 1 < parts.Count && (parts[i], parts[i + 1]) == pair;
            parts[count++] = isPair ? merged : parts[i];
            i += isPair ? 1 : 0;
        }

        parts.RemoveRange(count, parts.Count - count);
    }

    private void Count(int word, int sign)
    {
        var (parts, count) = _words[word];
        for (int i = 0; i + 1 < parts.Count; i++)
        {
            var pair = (parts[i], parts[i + 1]);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _);
            if (sign > 0)
                (places ??= []).Add(word);
            else
                places?.Remove(word);
        }
    }
}
