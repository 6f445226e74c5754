namespace TensorDsl.Training;

/// <summary>
/// Batches of sequences of about the same length, so that little of a batch is padding. Each pass over the data has every
/// sequence once, in batches put together and ordered anew; a batch depends on the seed and its number alone.
/// </summary>
public sealed class LengthBuckets
{
    private readonly IReadOnlyList<int> _lengths;
    private readonly (int Start, int End)[] _cuts;
    private readonly ulong _seed;
    private long _pass = -1;
    private int[][] _batches = [];

    /// <summary>Cuts the sequences, by length, into batches.</summary>
    /// <param name="lengths">Each sequence's length, 1 or more; of a pair the longer one's.</param>
    /// <param name="maxTokens">The most that a batch's number of sequences times its longest may be; a longer sequence is alone.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">There are no sequences, or a number is below 1.</exception>
    public LengthBuckets(IReadOnlyList<int> lengths, int maxTokens, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        if (lengths.Count == 0 || lengths.Any(length => length < 1))
            throw new ArgumentException("There are no sequences, or an empty one.", nameof(lengths));
        (_lengths, _seed) = (lengths, seed);
        _cuts = [.. Cuts([.. lengths.Order()], maxTokens)];
    }

    /// <summary>Batches in a pass over the data.</summary>
    public int Count => _cuts.Length;

    /// <summary>The sequences of a batch, by their places in the list of lengths.</summary>
    /// <param name="number">Its number, the first being 0.</param>
    public IReadOnlyList<int> this[long number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            if (number / Count != _pass)
            {
                _pass = number / Count;
                _batches = Shuffled();
            }

            return _batches[number % Count];
        }
    }

    private static IEnumerable<(int Start, int End)> Cuts(int[] sorted, int maxTokens)
    {
        int start = 0;
        for (int end = 1; end <= sorted.Length; end++)
        {
            if (end < sorted.Length && (long)(end - start + 1) * sorted[end] <= maxTokens)
                continue;
            yield return (start, end);
            start = end;
        }
    }

    // Sequences of one length are in random order; where the cuts lie depends on the lengths alone.
    private int[][] Shuffled()
    {
        var random = new CounterRandom(_seed, $"buckets {_pass}");
        int[] order = [.. Enumerable.Range(0, _lengths.Count).OrderBy(i => _lengths[i]).ThenBy(i => random.Bits((ulong)i))];
        return [.. _cuts.Index().OrderBy(cut => random.Bits((ulong)(_lengths.Count + cut.Index))).Select(cut => order[cut.Item.Start..cut.Item.End])];
    }
}
