namespace TensorDsl.Sampling;

/// <summary>Sequences of tokens that end a generated text and are not part of it.</summary>
public sealed class StopSequences
{
    private readonly int[][] _sequences;

    /// <summary>Makes the set.</summary>
    /// <param name="sequences">The sequences, each of one token or more.</param>
    /// <exception cref="ArgumentException">One is empty.</exception>
    public StopSequences(params IEnumerable<IReadOnlyList<int>> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        _sequences = [.. sequences.Select(sequence => sequence.ToArray())];
        if (_sequences.Any(sequence => sequence.Length == 0))
            throw new ArgumentException("A stop sequence is empty.", nameof(sequences));
    }

    /// <summary>The length of the longest sequence that a text ends with; 0 when it ends with none.</summary>
    public int Match(ReadOnlySpan<int> text)
    {
        int longest = 0;
        foreach (int[] sequence in _sequences)
        {
            if (text.EndsWith(sequence))
                longest = Math.Max(longest, sequence.Length);
        }

        return longest;
    }

    /// <summary>How many tokens at a text's end may turn out to begin a sequence, so that they cannot be shown yet.</summary>
    public int Held(ReadOnlySpan<int> text)
    {
        int held = 0;
        foreach (int[] sequence in _sequences)
        {
            for (int length = Math.Min(sequence.Length - 1, text.Length); length > held; length--)
            {
                if (text.EndsWith(sequence.AsSpan(0, length)))
                    held = length;
            }
        }

        return held;
    }
}
