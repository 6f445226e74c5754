using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TensorDsl.Text;

namespace TensorDsl.Training;

/// <summary>Sentence pairs in two parts: what is learned from, and what only measures how well.</summary>
public sealed partial class ParallelSplit
{
    /// <summary>
    /// Splits by a hash of the source's letters in lower case, without placeholders such as <c>{0}</c> or <c>{name}</c>. So a
    /// pair stays on its side whatever else there is, and sources that differ in placeholders, numbers, case or punctuation
    /// alone are on the same side.
    /// </summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="oneIn">About one pair in so many is held out, 2 or more.</param>
    /// <exception cref="CorpusException">A part is empty.</exception>
    public ParallelSplit(IEnumerable<SentencePair> pairs, int oneIn = 20)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfLessThan(oneIn, 2);
        var sides = pairs.ToLookup(pair => Hashed(pair.Source) % (uint)oneIn == 0);
        (Training, HeldOut) = ([.. sides[false]], [.. sides[true]]);
        if (Training.Count == 0 || HeldOut.Count == 0)
            throw new CorpusException($"There are too few sentence pairs: {Training.Count} to learn from, {HeldOut.Count} held out.");
        string all = string.Join('\n', Training.Concat(HeldOut).Select(pair => $"{pair.Source}\t{pair.Target}"));
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    /// <summary>What is learned from.</summary>
    public IReadOnlyList<SentencePair> Training { get; }

    /// <summary>What is not.</summary>
    public IReadOnlyList<SentencePair> HeldOut { get; }

    /// <summary>The identity of all pairs: a SHA-256 in lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    private static uint Hashed(string source)
    {
        string letters = string.Concat(Placeholder().Replace(source, "").Where(char.IsLetter)).ToLowerInvariant();
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(letters)));
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Placeholder();
}
